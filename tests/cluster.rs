//! Beyond one machine: what engines are told, what is missing, packs and scratch; and a real Slurm, where it is there, which gives the
//! bytes of one machine.

use crate::common::{
    Output, command, detente, files_below, listing, program, root, shipped, temporary_folder, text, told,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The exit code by which a script says that it cannot be played here.
const SKIPPED: i32 = 77;
/// Longest that jobs may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// Replicates of the harbour as it stands: a block for each thousand and a bit.
const BLOCKS: u64 = 48;

pub(crate) fn study() -> String {
    shipped("scenarios/harbour.toml")
}

pub(crate) fn replicates() -> String {
    (BLOCKS * 1_024).to_string()
}

/// Plays it on this machine alone.
pub(crate) fn alone(folder: &Path) {
    let run = [
        "run",
        &study(),
        "--replicates",
        &replicates(),
        "--out",
        "alone",
        "--no-figures",
        "--quiet",
    ];
    told(folder, &run);
}

/// The tables of a folder that somebody else has merged are those of one machine.
pub(crate) fn assert_as_alone(folder: &Path, other: &str) {
    for table in ["runs.csv", "summary.csv", "trajectories.csv", "manifest.json"] {
        let [one, two] = ["alone", other].map(|name| text(&folder.join(name).join(table)));
        assert!(one == two, "{table}");
    }
}

#[test]
fn every_engine_is_told_and_wrong_input_is_not() {
    let home = temporary_folder();
    let out = home.path().join("a 'folder'").display().to_string();
    for engine in detente_cluster::ENGINES {
        let of = |more: &[&str]| {
            let mut line = vec!["submit", engine.key];
            let study = study();
            line.extend([study.as_str(), "--shards", "12", "--out", &out, "--dry-run"]);
            line.extend(more);
            detente(home.path(), &line)
        };
        let script = of(&[
            "--set",
            "calendar.*.secrecy=0.9",
            "--replicates",
            "3072",
            "--only",
            "3-4,9",
        ]);
        assert_eq!(script.code, Some(0), "{}", script.stderr);
        for word in ["--replicates 3072", "calendar.*.secrecy=0.9", "merge"] {
            let told = script.stdout.contains(word) || word == "merge" && engine.key.starts_with("aws");
            assert!(
                told || engine.key == "slurm",
                "{}: {word}: {}",
                engine.key,
                script.stdout
            );
        }
        assert_eq!(
            script.stderr.contains("read it first"),
            !engine.is_tried,
            "{}",
            script.stderr
        );
        for (wrong, hint) in [
            (vec!["--only", "13"], "from 1 to 12"),
            (vec!["--set", "calendar.*.secrecyy=0.9"], "did you mean"),
        ] {
            let refused = of(&wrong);
            assert!(
                refused.code == Some(2) && refused.stderr.contains(hint),
                "{}",
                refused.stderr
            );
            assert_eq!(refused.stdout, "");
        }
    }
    let unknown = detente(home.path(), &["submit", "cron", &study(), "--shards", "2"]);
    assert!(
        unknown.code == Some(2) && unknown.stderr.contains("aws-batch, htcondor"),
        "{}",
        unknown.stderr
    );
    let race = shipped("experiments/harbour-race.toml");
    let race = detente(home.path(), &["submit", "slurm", &race, "--shards", "2", "--dry-run"]);
    assert!(
        race.code == Some(2) && race.stderr.contains("[select]"),
        "{}",
        race.stderr
    );
    assert!(listing(home.path()).is_empty());
}

/// A shard on a local disk leaves nothing there; a disk that cannot be written to is worth another try; twice at once is
/// refused so too.
#[test]
fn shards_travel_and_say_whether_to_try_again() {
    let home = temporary_folder();
    let folder = home.path();
    alone(folder);
    let (study, replicates) = (study(), replicates());
    let pack = ["pack", &study, "--replicates", &replicates, "-o", "study.tar"];
    assert_eq!(detente(folder, &pack).code, Some(0));
    let before = std::fs::read(folder.join("study.tar")).expect("a pack");
    let path = root().display().to_string();
    assert!(
        !before.windows(path.len()).any(|part| part == path.as_bytes()),
        "a path of this machine"
    );
    let there = detente(folder, &pack);
    assert!(
        there.code == Some(2) && there.stderr.contains("exists already"),
        "{}",
        there.stderr
    );
    std::fs::create_dir(folder.join("disk")).expect("a folder");
    let shard = |number: u64, scratch: &str| {
        let shard = format!("{number}/3");
        detente(
            folder,
            &[
                "run",
                "study.tar",
                "--out",
                "packed",
                "--shard",
                &shard,
                "--scratch",
                scratch,
                "--quiet",
            ],
        )
    };
    assert_eq!(shard(2, "disk").code, Some(0));
    let nowhere = shard(1, "no-disk");
    assert!(
        nowhere.code == Some(75) && nowhere.stderr.contains("no-disk"),
        "{nowhere:?}"
    );
    let missing = detente(folder, &["missing", "packed", "--shards", "3"]);
    assert_eq!(
        (missing.code, &*missing.stdout),
        (Some(0), "1,3\n"),
        "{}",
        missing.stderr
    );
    for number in [1, 3] {
        assert_eq!(shard(number, "disk").code, Some(0));
    }
    assert!(listing(&folder.join("disk")).is_empty());
    let missing = detente(folder, &["missing", "packed", "--shards", "3"]);
    assert!(
        missing.stdout.is_empty() && missing.stderr.contains("detente merge"),
        "{missing:?}"
    );
    told(folder, &["merge", "packed", "--no-figures", "--quiet"]);
    assert_as_alone(folder, "packed");
    let wrong = [
        (["run", "study.tar", "--seed", "5"], "detente pack"),
        (["run", "cut.tar", "--out", "x"], "failed to read the pack"),
        (["run", "other.tar", "--out", "x"], "has not put there"),
    ];
    std::fs::write(folder.join("cut.tar"), &before[..before.len() / 2]).expect("a file");
    let other = Command::new("tar")
        .args(["cf", "other.tar", "disk"])
        .current_dir(folder)
        .status();
    for (line, hint) in wrong {
        if line[1] == "other.tar" && !other.as_ref().is_ok_and(std::process::ExitStatus::success) {
            continue;
        }
        let refused = detente(folder, &line);
        assert!(
            refused.code == Some(2) && refused.stderr.contains(hint),
            "{line:?}: {}",
            refused.stderr
        );
    }
}

/// A Slurm of this test's own; stopped when it is dropped.
struct Slurm {
    folder: PathBuf,
    home: PathBuf,
}

fn script(arguments: &[&str]) -> Option<Output> {
    let output = Command::new(root().join("tests/cluster/slurm.sh"))
        .args(arguments)
        .output()
        .ok()?;
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Some(Output {
        code: output.status.code(),
        stdout,
        stderr,
    })
}

impl Slurm {
    fn start(home: &Path) -> Option<Self> {
        let folder = home.join("slurm");
        let started = script(&["start", &folder.display().to_string()]);
        let slurm = Self {
            folder,
            home: home.to_owned(),
        };
        match started {
            Some(Output { code: Some(0), .. }) => Some(slurm),
            Some(Output {
                code: Some(SKIPPED),
                stdout,
                ..
            }) => {
                println!("{stdout}");
                None
            }
            other => panic!("{other:?}"),
        }
    }

    fn tell(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .env("SLURM_CONF", self.folder.join("slurm.conf"))
            .current_dir(&self.home)
            .output()
            .unwrap_or_else(|e| panic!("{program}: {e}"));
        let [said, wrong] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(output.status.success(), "{program} {arguments:?}: {said}{wrong}");
        said
    }

    /// Waits until something holds; what Slurm knows is told if it never does.
    fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(
                begun.elapsed() < PATIENCE,
                "{what}: {}",
                self.tell("scontrol", &["show", "jobs"])
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn is_empty(&self) -> bool {
        self.tell("squeue", &["--noheader"]).trim().is_empty()
    }

    /// The process ids of a shard that is played on a node: the program, and what has started it, up to Slurm's own.
    fn at_work(&self, node: &str) -> Vec<String> {
        let read =
            |process: &str, file: &str| std::fs::read(Path::new("/proc").join(process).join(file)).unwrap_or_default();
        let is_at_work = |process: &String| {
            let of_this_node = format!("SLURMD_NODENAME={node}\0");
            let cwd = Path::new("/proc").join(process).join("cwd").read_link();
            read(process, "comm").starts_with(b"detente")
                && String::from_utf8_lossy(&read(process, "environ")).contains(&of_this_node)
                && cwd.is_ok_and(|cwd| cwd == self.home)
        };
        let all = std::fs::read_dir("/proc").expect("processes").flatten();
        let mut all = all.filter_map(|process| process.file_name().into_string().ok());
        let Some(program) = all.find(is_at_work) else {
            return Vec::new();
        };
        let parent = |process: &str| {
            let status = String::from_utf8_lossy(&read(process, "status")).into_owned();
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("PPid:"))
                .map(str::trim);
            line.map(str::to_owned).unwrap_or_default()
        };
        let script = parent(&program);
        let step = parent(&script);
        vec![program, script, step]
    }

    /// Waits until a shard is played on a node; its processes.
    fn until_at_work(&self, node: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.until("a shard is played there", || {
            found = self.at_work(node);
            !found.is_empty()
        });
        found
    }

    /// Sends the study to Slurm.
    fn submit(&self, out: &str) {
        let mut submit = command(&self.home);
        submit
            .args(submission(out).iter().map(String::as_str))
            .env("SLURM_CONF", self.folder.join("slurm.conf"));
        let output = submit.output().expect("the program starts");
        let [said, wrong] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(
            output.status.success() && said.contains("merges in job"),
            "{said}{wrong}"
        );
    }
}

/// Twelve shards.
fn submission(out: &str) -> Vec<String> {
    let line = format!(
        "submit slurm STUDY --shards 12 --out {out} --replicates {}",
        replicates()
    );
    line.split(' ')
        .map(|word| if word == "STUDY" { study() } else { word.to_owned() })
        .collect()
}

fn kill(processes: &[String]) {
    // Those that have ended meanwhile are no matter.
    let _ = Command::new("kill").arg("-9").args(processes).output();
}

impl Drop for Slurm {
    fn drop(&mut self) {
        script(&["stop", &self.folder.display().to_string()]);
    }
}

/// Twelve shards in six tasks on three nodes, and a merge after them.
#[test]
fn a_real_slurm_gives_the_bytes_of_one_machine_whatever_is_lost() {
    let home = temporary_folder();
    let folder = home.path();
    alone(folder);
    let Some(slurm) = Slurm::start(folder) else { return };
    slurm.submit("merged");
    slurm.until("all jobs end", || slurm.is_empty());
    assert_as_alone(folder, "merged");
    a_task_that_is_killed_is_named_and_sent_again(&slurm, folder);
    a_node_that_is_lost_gives_its_tasks_to_others(&slurm, folder);
}

fn a_task_that_is_killed_is_named_and_sent_again(slurm: &Slurm, folder: &Path) {
    slurm.submit("killed");
    // The program alone: its script ends with its code, and Slurm takes that for an end.
    kill(&slurm.until_at_work("n2")[..1]);
    slurm.until("all jobs end", || slurm.is_empty());
    assert!(
        !folder.join("killed").exists(),
        "the merge has made something of what is not complete"
    );
    let damaged = damage(folder, "killed");
    let merge = format!("{} merge killed", program().display());
    let told_so = format!("--wrap={merge}; [ $? = 2 ]");
    slurm.tell("sbatch", &["--wait", "--output=merge.out", &told_so]);
    let said = text(&folder.join("merge.out"));
    for (file, reason) in [
        (&damaged[0], "bytes, expected"),
        (&damaged[1], "it is a block of another plan"),
    ] {
        let is_told = said
            .lines()
            .any(|line| line.contains(file.as_str()) && line.contains(reason));
        assert!(is_told, "{file}: {said}");
    }
    let missing = [
        "missing", "killed", "--shards", "12", "--tasks", "6", "--engine", "slurm",
    ];
    let missing = detente(folder, &missing);
    assert!(missing.stderr.contains("of 12 shards are not complete"), "{missing:?}");
    let again = missing.stdout.strip_prefix("sbatch ").expect("a command");
    let again: Vec<&str> = again.split_whitespace().collect();
    let mut dry = command(folder);
    dry.args(submission("killed"))
        .arg("--dry-run")
        .env("SLURM_CONF", slurm.folder.join("slurm.conf"));
    let script = dry.output().expect("a script").stdout;
    std::fs::write(folder.join(again[1]), script).expect("a file");
    slurm.tell("sbatch", &again);
    slurm.until("the tasks end", || slurm.is_empty());
    told(folder, &["merge", "killed", "--no-figures", "--quiet"]);
    assert_as_alone(folder, "killed");
}

/// Cuts a block of a folder in the making, and puts one of another study in the place of the next; their names.
fn damage(folder: &Path, out: &str) -> Vec<String> {
    let (study, replicates) = (study(), replicates());
    let shard = format!("1/{BLOCKS}");
    let other = [
        "run",
        &study,
        "--replicates",
        &replicates,
        "--seed",
        "8",
        "--shard",
        &shard,
        "--out",
        "other",
        "--quiet",
    ];
    told(folder, &other);
    let blocks = |out: &str| {
        let blocks = folder.join(format!("{out}.partial/blocks"));
        files_below(&blocks)
            .into_iter()
            .filter(|file| file.ends_with(".block"))
            .map(move |file| blocks.join(file))
    };
    let whole: Vec<PathBuf> = blocks(out).take(2).collect();
    let bytes = std::fs::read(&whole[0]).expect("a block");
    std::fs::write(&whole[0], &bytes[..bytes.len() / 2]).expect("half of it");
    std::fs::copy(blocks("other").next().expect("a block"), &whole[1]).expect("another in its place");
    let name = |file: &PathBuf| file.file_name().expect("a name").to_string_lossy().into_owned();
    whole.iter().map(name).collect()
}

fn a_node_that_is_lost_gives_its_tasks_to_others(slurm: &Slurm, folder: &Path) {
    slurm.submit("lost");
    let processes = slurm.until_at_work("n3");
    let daemon = text(&slurm.folder.join("slurmd-n3.pid")).trim().to_owned();
    // First the daemons, which would tell of it.
    kill(&[daemon, processes[2].clone()]);
    kill(&processes);
    slurm.until("all jobs end", || slurm.is_empty());
    assert_as_alone(folder, "lost");
}

/// Who plays a shard that somebody else is playing is told to come again.
#[test]
fn the_same_shard_twice_at_once_is_played_once() {
    let home = temporary_folder();
    let shard = [
        "run",
        &study(),
        "--replicates",
        "200000",
        "--shard",
        "1/1",
        "--out",
        "twice",
        "--threads",
        "1",
        "--quiet",
    ];
    let mut first = command(home.path()).args(shard).spawn().expect("the program starts");
    let begun = Instant::now();
    while !home.path().join("twice.partial/plan.json").exists() {
        assert!(begun.elapsed() < PATIENCE, "the first begins");
        std::thread::sleep(Duration::from_millis(20));
    }
    let second = detente(home.path(), &shard);
    assert!(
        second.code == Some(75) && second.stderr.contains("another program is at work here"),
        "{second:?}"
    );
    first.kill().and_then(|()| first.wait()).expect("the first ends");
}

/// A disk of 64 kB, where this user may mount one; unmounted when it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: PathBuf) -> Option<Self> {
        std::fs::create_dir(&folder).ok()?;
        let mount = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
        let mounted = Command::new("mount").args(mount).arg(&folder).output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_scratch_disk_is_worth_another_try_and_loses_nothing() {
    let home = temporary_folder();
    let Some(disk) = SmallDisk::mount(home.path().join("disk")) else {
        return println!("SKIPPED: no small disk can be mounted here");
    };
    let study = study();
    let shard = [
        "run",
        &study,
        "--replicates",
        "2048",
        "--shard",
        "1/1",
        "--out",
        "out",
        "--quiet",
    ];
    let full = detente(home.path(), &[&shard[..], &["--scratch", "disk"]].concat());
    assert!(
        full.code == Some(75) && full.stderr.contains("No space left"),
        "{full:?}"
    );
    assert!(listing(&disk.0).is_empty(), "something is left on the disk");
    // Elsewhere it goes on.
    told(home.path(), &shard);
    told(home.path(), &["merge", "out", "--no-figures", "--quiet"]);
    told(
        home.path(),
        &[
            "run",
            &study,
            "--replicates",
            "2048",
            "--out",
            "alone",
            "--no-figures",
            "--quiet",
        ],
    );
    assert_as_alone(home.path(), "out");
}
