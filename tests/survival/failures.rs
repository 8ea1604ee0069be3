//! Runs that fail: a shard is complete with them, everything that is whole exits 1, however often it is asked for.

use crate::study::{Home, RESULTS, assert_same, shipped};

#[test]
fn failed_runs_are_told_by_everything_but_shards() {
    let home = Home::new();
    let harbour = std::fs::read_to_string(shipped("scenarios/harbour.toml")).unwrap();
    let rules = "[behaviours]\n";
    assert!(harbour.contains(rules));
    let fused = harbour.replace(
        rules,
        &format!("{rules}fuse = {{ length = {{ uniform = [0.0, 1.0] }} }}\n"),
    );
    home.put("fused.toml", &fused);
    let run = "run fused.toml --replicates 60 --no-figures";
    let fails = |line: &str| {
        let ended = home.run(line);
        assert_eq!(ended.code, Some(1), "{line}: {ended:?}");
        assert!(ended.stderr.contains(" of 60 runs failed"), "{line}: {ended:?}");
    };
    fails(&format!("{run} --out whole --threads 2"));
    for _ in 0..2 {
        home.done("run fused.toml --replicates 60 --shard 1/1 --out parts");
        let status = home.done("status parts").stdout;
        assert!(status.contains("runs failed"), "{status}");
    }
    fails("merge parts --no-figures");
    fails("merge parts --no-figures");
    assert_same(&home.listing("parts"), &home.listing("whole"), "parts");
    let failed = home
        .text("whole/runs.csv")
        .lines()
        .filter(|line| line.contains(",failed,"))
        .count();
    assert!((1..60).contains(&failed), "{failed} failed");
    // Again, with nothing to do and with other wishes; a shard of it is still complete.
    fails(&format!("{run} --out whole"));
    fails("run fused.toml --replicates 60 --out whole");
    home.done("run fused.toml --replicates 60 --out whole --shard 1/2");
    home.done("rerun whole");
    assert!(home.done("status whole").stdout.contains(" failed"));
    assert!(!home.at(RESULTS).exists());
}
