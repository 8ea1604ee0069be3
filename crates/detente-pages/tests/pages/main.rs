//! Pages of folders that are kept: `folders/talks` as `run` leaves one (with few of its files), `folders/older` as older
//! versions of the program did: no answer in words, no flips, no declared columns, contrasts without p values, figures that
//! tell nothing of themselves.

mod kept;
mod paper;

use detente_pages::{SCALE, are_written, write_all};
use detente_results::Folder;
use kept::{change, copy};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Report and brief of a folder.
fn pages(home: &Path) -> [String; 2] {
    let folder = Folder::open(home).unwrap();
    write_all(&folder, None, &mut |name, written| {
        written.unwrap_or_else(|error| panic!("{name}: failed to {error}"));
    });
    assert!(are_written(home));
    ["report.html", "brief.html"].map(|name| fs::read_to_string(home.join(name)).unwrap())
}

/// What of a page is read, without marks, styles and addresses.
fn words(html: &str) -> String {
    let body = html.split("<body>").nth(1).unwrap();
    let mut text = String::new();
    for piece in body.split('<').skip(1) {
        text += piece.split_once('>').unwrap().1;
        text.push(' ');
    }
    text
}

/// The numbers of a text: `36.3`, `-8.5`, `1,134`.
fn numbers(text: &str) -> Vec<String> {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    let pieces = text.split(|c: char| !is_of_number(c));
    let pieces = pieces.map(|piece| piece.trim_matches(['.', ',', '-', '+']).replace(',', ""));
    pieces
        .filter(|piece| piece.chars().any(|c| c.is_ascii_digit()))
        .collect()
}

/// The cells of a table.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let records = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect());
    records.collect()
}

/// Every way in which a page may write the cells of all tables: as they are, in a hundred, in three digits.
fn written_cells(home: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let tables = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path());
    for table in tables.filter(|path| path.extension().is_some_and(|ending| ending == "csv")) {
        for x in cells(&table)
            .iter()
            .flatten()
            .filter_map(|cell| cell.parse::<f64>().ok())
        {
            let x = x.abs();
            all.extend([format!("{x}"), format!("{:.1}", 100.0 * x)]);
            all.extend([1, 2, 3].map(|decimals| {
                let text = format!("{x:.decimals$}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }));
        }
    }
    all
}

#[test]
fn every_number_of_the_brief_is_a_cell_of_a_table() {
    for name in ["talks", "older"] {
        let home = copy(name);
        let [_, brief] = pages(home.path());
        let mut known = written_cells(home.path());
        let manifest = Folder::open(home.path()).unwrap().manifest().clone();
        let parameters = cells(&home.path().join("parameters.csv"));
        let counts = [
            manifest.runs,
            manifest.replicates,
            manifest.points,
            manifest.seed,
            parameters.len() as u64,
        ];
        known.extend(counts.map(|n| n.to_string()));
        // Of 100 talks; 95 % intervals.
        known.extend(["100", "95"].map(str::to_owned));
        let text = words(brief.split("<footer>").next().unwrap());
        let (mut told, mut left_as_they_are) = (0, false);
        for number in numbers(&text) {
            let is_flip = flips(home.path()).contains(&number);
            // How many numbers no factor meets and no run draws.
            let is_rest = text.contains(&format!("{number} of the {} numbers", parameters.len()));
            left_as_they_are |= is_rest;
            assert!(
                known.contains(&number) || is_flip || is_rest,
                "{name}: {number} in {text}"
            );
            told += 1;
        }
        assert!(told > 10 && left_as_they_are, "{name}: {text}");
    }
}

/// Talks saved, lost and ended otherwise, of 100, as sums of `transitions.csv`.
fn flips(home: &Path) -> Vec<String> {
    let path = home.join("transitions.csv");
    let rows = if path.is_file() { cells(&path) } else { Vec::new() };
    let sum = |point: &str, is: &dyn Fn(&str, &str) -> bool| -> f64 {
        let met = rows.iter().filter(|row| row[0] == point && is(&row[2], &row[3]));
        met.map(|row| row[4].parse::<f64>().unwrap()).sum()
    };
    let mut all = Vec::new();
    for point in ["1", "2"] {
        let pairs = sum(point, &|_, _| true);
        for some in [
            sum(point, &|from, to| from != "agreement" && to == "agreement"),
            sum(point, &|from, to| from == "agreement" && to != "agreement"),
            sum(point, &|from, to| from != to),
        ] {
            all.push(format!("{:.1}", 100.0 * some / pairs));
        }
    }
    all
}

#[test]
fn the_brief_says_what_the_tables_say() {
    let home = copy("talks");
    let [_, brief] = pages(home.path());
    let text = words(&brief);
    for said in [
        "Which of two policies helps, and how far does each of two numbers move the answer?",
        "As the scenario stands, an agreement is unlikely to about as likely as not (33.3 of 100 talks, 95 % interval 28.2 to \
         38.8).",
        "Under the policy “A vote that is easier to win” it is about as likely as not (52.0 of 100): 18.7 in 100 more, 95 % \
         interval 12.5 to 24.6.",
        "Under the policy “Doors open everywhere” it is unlikely (18.0 of 100): 15.3 in 100 fewer",
        "support at home  by itself moves agreement by -22.7 to 18.7 in 100 talks over its levels",
        "A model, not a forecast",
        "detente run talks.toml --seed 11 --replicates 300",
        SCALE,
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn text_of_files_is_text_on_the_page() {
    let home = copy("talks");
    let hostile = "<script>alert(1)</script> & \"quoted\" 'text' {{ title }}";
    change(home.path(), |manifest| {
        manifest.scenario.title = hostile.to_owned();
        manifest.experiment.title = hostile.to_owned();
        manifest.policies[1].title = hostile.to_owned();
        manifest.factors[0].id = hostile.to_owned();
        manifest.settings = vec![format!("x={hostile}")];
    });
    fs::write(home.path().join("inputs/talks.toml"), format!("# {hostile}\n")).unwrap();
    fs::write(
        home.path().join("answer.md"),
        format!("# {hostile}\n\n[a](javascript:b)\n\n{hostile}\n"),
    )
    .unwrap();
    let figures = format!("figure,kind,title,text\noutcome-shares,x,\"\"\" onload=\"\"{hostile}\",\"\"\"><script>\"\n");
    fs::write(
        home.path().join("figures/figures.csv"),
        figures.replace("\"quoted\"", "quoted"),
    )
    .unwrap();
    for page in pages(home.path()) {
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("javascript:"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
        assert!(page.contains("{{ title }}"), "a title is no template");
        let images = page.split("<img ").skip(1).map(|rest| rest.split('>').next().unwrap());
        images.for_each(|image| assert!(!image.contains("onload"), "{image}"));
    }
}

#[test]
fn an_older_folder_is_told_as_far_as_it_goes() {
    let home = copy("older");
    let [report, brief] = pages(home.path());
    let told = words(&report);
    assert!(told.contains("What could not be read"), "{told}");
    assert!(told.contains("contrasts.csv: failed to read contrasts.csv"), "{told}");
    assert!(
        told.contains("The scenario as it stands  Agreement  33.3 [28.2, 38.8]"),
        "{told}"
    );
    assert!(!told.contains(&*home.path().to_string_lossy()), "{told}");
    assert!(brief.contains("33.3 of 100 talks"), "{brief}");
    assert!(brief.contains("Not all tables could be read"), "{brief}");
    assert!(!brief.contains("with the same luck</h2>"), "{brief}");
    for page in [report, brief] {
        assert!(
            page.contains("alt=\"The figure policy-differences-agreement."),
            "{page}"
        );
    }
}

#[test]
fn one_run_no_policy_no_figure_and_nothing_that_matters() {
    let home = copy("older");
    change(home.path(), |manifest| {
        manifest.policies.truncate(1);
        [manifest.points, manifest.runs, manifest.replicates, manifest.failed] = [1, 1, 1, 0];
    });
    for name in ["contrasts.csv", "responses.csv", "sensitivity.csv"] {
        let text = fs::read_to_string(home.path().join(name)).unwrap();
        fs::write(home.path().join(name), text.lines().next().unwrap()).unwrap();
    }
    fs::write(
        home.path().join("summary.csv"),
        "point,policy,outcome,n,count,share,ci_low,ci_high\n0,base,agreement,1,0,0,0,0.793\n0,base,walkout,1,1,1,0.207,1\n",
    )
    .unwrap();
    fs::remove_dir_all(home.path().join("figures")).unwrap();
    let [report, brief] = pages(home.path());
    let told = words(&brief);
    for said in [
        "an agreement is exceptionally unlikely to likely (0.0 of 100 talks, 95 % interval 0.0 to 79.3)",
        "The commonest other end is a walkout: unlikely to virtually certain (100.0 of 100)",
        "1 simulated talks.",
        "The tables do not say which numbers matter.",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    assert!(!brief.contains("<img") && !brief.contains("<table"), "{brief}");
    assert!(!report.contains("<img") && !report.contains("#figures"), "{report}");
}

#[test]
fn the_same_folder_gives_the_same_bytes_wherever_it_lies() {
    let [home, other] = [copy("talks"), copy("talks")];
    assert_eq!(pages(home.path()), pages(other.path()));
    assert_eq!(
        pages(home.path()),
        pages(other.path()),
        "also where pages are there already"
    );
}

/// What every page must be for those who read it by ear, by keyboard, in the dark, on paper and offline.
#[test]
fn pages_are_whole_and_load_nothing() {
    let home = copy("talks");
    for page in pages(home.path()) {
        for must in [
            "<html lang=\"en\">",
            "default-src 'none'",
            "prefers-color-scheme: dark",
            "@media print",
            "<main>",
        ] {
            assert!(page.contains(must), "{must}");
        }
        for never in ["http://", "https://", "<script", "<link", "@import", "url("] {
            assert!(!page.contains(never), "{never}");
        }
        assert_eq!(page.matches("<h1").count(), 1);
        let heads = page.matches("<th ").count();
        assert!(
            heads > 0 && page.matches("<th scope=").count() == heads,
            "a head says what it heads"
        );
        assert_eq!(page.matches("<img ").count(), page.matches(" alt=\"").count());
        let levels: Vec<u32> = page
            .match_indices("<h")
            .filter_map(|(n, _)| page[n + 2..].chars().next()?.to_digit(10))
            .collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        let links = page
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap());
        for link in links {
            let id = link
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("a link leads out of the page: {link}"));
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{link}");
        }
    }
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_ours_and_costs_no_other_page() {
    let home = copy("talks");
    let templates = tempfile::tempdir().unwrap();
    fs::write(templates.path().join("brief.html"), "{{ titel }}").unwrap();
    fs::write(templates.path().join("report.html"), "<p>{{ manifest.seed }}</p>").unwrap();
    let mut told = Vec::new();
    let folder = Folder::open(home.path()).unwrap();
    write_all(&folder, Some(templates.path()), &mut |name, written| {
        told.push(format!(
            "{name}: {}",
            written.map_or_else(|error| error.to_string(), |()| "written".into())
        ));
    });
    assert_eq!(told[0], "report.html: written");
    assert!(
        told[1].contains("fill the template `brief.html`") && told[1].contains("brief.html:1"),
        "{told:?}"
    );
    assert_eq!(
        fs::read_to_string(home.path().join("report.html")).unwrap(),
        "<p>11</p>"
    );
    assert!(!home.path().join("brief.html").exists());
}

/// Minutes are shown as they are, and of a run that a policy turns both; what a table says of places is not believed.
#[test]
fn typical_talks_are_in_the_report() {
    let home = copy("talks");
    let [without, _] = pages(home.path());
    assert!(!without.contains("Talks to read"));
    fs::create_dir_all(home.path().join("transcripts")).unwrap();
    let rows = "point,policy,replicate,outcome,instead_of,rank,of,file\n\
                0,base,7,walkout,,1,52,../../../etc/passwd\n0,base,8,walkout,,2,52,transcripts/point-0-replicate-8.txt\n\
                1,open,3,walkout,agreement,1,9,transcripts/point-1-replicate-3.txt\n\
                0,base,99,deadlock,,1,4,transcripts/point-0-replicate-99.txt\n";
    fs::write(home.path().join("transcripts/typical.csv"), rows).unwrap();
    for (point, replicate) in [(0, 7), (0, 8), (0, 3), (1, 3)] {
        let minutes = format!("<b>Minutes</b> of {point} & {replicate}\n");
        let file = home
            .path()
            .join(format!("transcripts/point-{point}-replicate-{replicate}.txt"));
        fs::write(file, minutes).unwrap();
    }
    let [report, _] = pages(home.path());
    for (there, text) in [
        (true, "How do talks go that end in a walkout?"),
        (true, "&lt;b&gt;Minutes&lt;&#x2f;b&gt; of 0 &amp; 7"),
        (true, "of 0 &amp; 3"),
        (true, "of 1 &amp; 3"),
        (true, "A walkout instead of an agreement, as in 9 runs"),
        // Neither the second most typical, nor one whose minutes are gone, nor a file elsewhere.
        (false, "of 0 &amp; 8"),
        (false, "end in deadlock?"),
        (false, "root:"),
        (false, "<b>Minutes"),
    ] {
        let talks = report.split("id=\"talks\"").nth(1).unwrap();
        let talks = talks.split("id=\"assumed\"").next().unwrap();
        assert_eq!(talks.contains(text), there, "{text}: {talks}");
    }
}
