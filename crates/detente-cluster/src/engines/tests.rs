//! Scripts say what their engine needs, and what is written in a command reaches the shell as it is.

use super::*;

fn job(shards: u64, only: &[u64], tasks: u64) -> Job {
    Job {
        name: "The harbour:\n'who' \"wins\"?".into(),
        run: r#"detente run 'it'\''s {mine}.toml' --set 'a.$b="c"' --out harbour"#.into(),
        merge: "detente merge harbour".into(),
        threads: 4,
        shards,
        only: only.to_vec(),
        tasks,
    }
}

fn script(engine: &str, job: &Job) -> String {
    super::engine(engine)
        .expect(engine)
        .script(job)
        .unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn every_engine_has_its_place_and_a_name_of_its_own() {
    let keys: Vec<&str> = ENGINES.iter().map(|engine| engine.key).collect();
    assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    let sent = |engine: &&Engine| engine.send.contains(engine.file) || engine.key == "snakemake";
    assert!(ENGINES.iter().all(sent));
    assert!(engine("cron").is_none());
}

#[test]
fn tasks_are_as_many_as_there_is_to_play() {
    for (engine, all, some) in [
        ("slurm", "--array=0-11\n", "--array=0-3\n"),
        ("kubernetes", "completions: 12\n", "completions: 4\n"),
        ("aws-batch", "{\"size\": 12}", "{\"size\": 4}"),
        ("htcondor", "queue 12\n", "queue 4\n"),
        ("hyperqueue", "--array=0-11 ", "--array=0-3 "),
        ("parallel", " --shard 12/12\n", " --shard 9/12\n"),
        ("snakemake", "SHARDS = [1, 2, 3,", "SHARDS = [2, 7, 8, 9]\n"),
        ("nextflow", "fromList([1, 2, 3,", "fromList([2, 7, 8, 9])"),
    ] {
        let whole = script(engine, &job(12, &[], 12));
        assert!(whole.contains(all) && !whole.contains("DETENTE_ONLY"), "{whole}");
        let again = script(engine, &job(12, &[2, 7, 8, 9], 12));
        assert!(again.contains(some), "{again}");
        let by_index = !["parallel", "snakemake", "nextflow"].contains(&engine);
        assert_eq!(again.contains("2,7-9"), by_index, "{again}");
        assert!(!whole.contains("DETENTE_TASKS"));
        let shared = script(engine, &job(5_000, &[], 1_000));
        assert_eq!(shared.contains("DETENTE_TASKS"), by_index, "{shared}");
    }
}

#[test]
fn a_job_of_no_shards_or_too_many_is_refused() {
    for shards in [0, 100_001] {
        let slurm = super::engine("slurm").expect("slurm");
        assert!(slurm.script(&job(shards, &[], 1)).is_err());
    }
}

/// JSON is JSON, and the command in it is the command.
#[test]
fn what_aws_is_told_reads_back() {
    for job in [job(12, &[], 12), job(12, &[3], 1), job(5_000, &[], 9)] {
        let told: serde_json::Value = serde_json::from_str(&script("aws-batch", &job)).expect("JSON");
        let command = &told["containerOverrides"]["command"];
        assert_eq!(command[2], format!("exec {} --shard auto", job.run));
        let size = told["arrayProperties"]["size"].as_u64();
        assert_eq!(size, Some(job.tasks).filter(|&n| n > 1));
        assert_eq!(told["jobName"], "the-harbour---who---wins");
    }
}

/// What other languages give a meaning to is written as they want it.
#[test]
fn commands_are_quoted_as_each_language_has_it() {
    let job = job(12, &[], 12);
    for engine in ENGINES.iter().filter(|engine| engine.key != "aws-batch") {
        assert!(
            script(engine.key, &job).contains("The harbour: 'who'"),
            "{}: one line",
            engine.key
        );
    }
    assert!(script("slurm", &job).contains(&format!("\n{} --shard auto\n", job.run)));
    assert!(script("snakemake", &job).contains(r#"r"""detente run 'it'\''s {{mine}}.toml' --set"#));
    assert!(script("nextflow", &job).contains(r#"--set 'a.\$b="c"'"#));
    assert!(script("htcondor", &job).contains(r#"run ''it''\''''s {mine}.toml'' --set ''a.$(DOLLAR)b=""c""''"#));
}
