//! The brief on paper: one page of A4, whatever its folder holds. Needs Chromium; where that is not there, the test says so.

use crate::kept::{self, copy};
use detente_pages::write_all;
use detente_results::{Folder, Manifest, PolicyRecord};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Where Debian and others put the browser.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let starts = |name: &&str| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    BROWSERS.iter().find(|name| starts(name)).copied()
}

/// Pages of a printed file.
fn printed(browser: &str, home: &Path, page: &str) -> usize {
    let (pdf, profile) = (home.join("page.pdf"), home.join("profile"));
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--no-pdf-header-footer",
    ]);
    command.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]);
    command.arg(format!("--user-data-dir={}", profile.display()));
    command.arg(format!("--print-to-pdf={}", pdf.display()));
    command.arg(format!("file://{}", home.join(page).display()));
    let output = command.output().expect("the browser starts");
    let bytes = fs::read(&pdf).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let text = String::from_utf8_lossy(&bytes);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

/// Twenty policies with names of eighty characters, in scripts from both sides.
fn long_names(manifest: &mut Manifest) {
    let title = |script: &str| script.chars().cycle().take(80).collect::<String>();
    manifest.experiment.title = title("Verhandlungen über Fährrechte ");
    manifest.scenario.title = title("محادثات السلام ");
    let more = (3..20).map(|n| PolicyRecord {
        id: format!("policy_{n}"),
        title: title("和平谈判"),
    });
    manifest.policies.extend(more);
    manifest.policies[1].title = title("محادثات السلام ");
    manifest.policies[2].title = title("a policy with a very long name ");
}

#[test]
fn the_brief_is_one_page() {
    let Some(browser) = browser() else {
        println!("SKIPPED: no browser is there; none of {} starts", BROWSERS.join(", "));
        return;
    };
    for (name, change) in [
        ("talks", None),
        ("older", None),
        ("talks", Some(long_names as fn(&mut Manifest))),
    ] {
        let home = copy(name);
        if let Some(change) = change {
            kept::change(home.path(), change);
            repeat_flips(home.path());
        }
        write_all(&Folder::open(home.path()).unwrap(), None, &mut |_, written| {
            written.unwrap();
        });
        assert_eq!(printed(browser, home.path(), "brief.html"), 1, "{name}");
    }
}

/// Rows of twenty policies in place of two.
fn repeat_flips(home: &Path) {
    for (table, column) in [("transitions.csv", 0), ("contrasts.csv", 1), ("responses.csv", 1)] {
        let text = fs::read_to_string(home.join(table)).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let of_first: Vec<Vec<String>> = lines
            .iter()
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>())
            .filter(|cells| cells[column] == "1")
            .collect();
        lines.retain(|line| {
            line.split(',')
                .nth(column)
                .and_then(|cell| cell.parse::<u64>().ok())
                .is_none_or(|n| n < 3)
        });
        for point in 3..20 {
            for cells in &of_first {
                let mut cells = cells.clone();
                cells[column] = point.to_string();
                lines.push(cells.join(","));
            }
        }
        fs::write(home.join(table), lines.join("\n") + "\n").unwrap();
    }
}
