//! What this program is built from, for `provenance.json`: commit, changes beyond it, compiler, platform. Where there is no
//! git, or no repository, the commit is unknown.

use std::process::Command;

fn main() {
    let commit = git(&["rev-parse", "HEAD"]).unwrap_or_default();
    let dirty = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|changes| !changes.is_empty());
    let compiler = say(&variable("RUSTC"), &["--version"]).unwrap_or_default();
    println!("cargo:rustc-env=DETENTE_COMMIT={commit}");
    println!("cargo:rustc-env=DETENTE_DIRTY={dirty}");
    println!("cargo:rustc-env=DETENTE_COMPILER={compiler}");
    println!("cargo:rustc-env=DETENTE_TARGET={}", variable("TARGET"));
    // The commit moves with these, and whether there is more than it with the sources.
    if let Some(folder) = git(&["rev-parse", "--absolute-git-dir"]) {
        println!("cargo:rerun-if-changed={folder}/HEAD");
        println!("cargo:rerun-if-changed={folder}/logs/HEAD");
    }
    println!("cargo:rerun-if-changed=..");
    println!("cargo:rerun-if-changed=../../Cargo.lock");
}

#[expect(clippy::disallowed_methods, reason = "that is how cargo speaks to a build script")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn git(arguments: &[&str]) -> Option<String> {
    say("git", arguments)
}

/// What a command says, if it succeeds.
fn say(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
