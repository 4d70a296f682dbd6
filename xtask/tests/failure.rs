//! Kills, full disks and second runs: nothing is ever half-written.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests prepare folders of their own")]
#![allow(clippy::unwrap_used, reason = "a run that can't be started fails the test")]

mod sandbox;

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use sandbox::{Ran, Sandbox, document, long_document};

/// Runs `generate` where no file may be longer than 1 KiB, as on a disk that is full.
fn generate_without_room(sandbox: &Sandbox, before: &str) -> Ran {
    let script = format!("{before} ulimit -f 1; exec \"$0\" generate --spec boxes.json --out out");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_xtask")]);
    command.current_dir(sandbox.path("")).output().unwrap().into()
}

#[test]
fn a_full_disk_leaves_the_old_crate_and_nothing_else() {
    let sandbox = Sandbox::with_crate();
    let before = sandbox.tree();
    sandbox.write("boxes.json", &long_document());
    // The signal is ignored, so that writing fails as it does on a full disk.
    let ran = generate_without_room(&sandbox, "trap '' XFSZ;");
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing was written"), "{}", ran.stderr);
    assert_eq!(sandbox.tree(), before);
    assert!(!sandbox.has_leftovers());
    assert_eq!(sandbox.generate(&[]).status, Some(0));
}

#[test]
fn a_full_disk_leaves_no_new_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("boxes.json", &long_document());
    let ran = generate_without_room(&sandbox, "trap '' XFSZ;");
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    assert!(!sandbox.path("out").exists());
}

#[test]
fn a_kill_while_writing_leaves_the_old_crate() {
    let sandbox = Sandbox::with_crate();
    let before = sandbox.tree();
    sandbox.write("boxes.json", &long_document());
    // The signal kills.
    let ran = generate_without_room(&sandbox, "");
    assert_eq!(ran.status, None, "{}", ran.stderr);
    assert_eq!(sandbox.tree(), before);
    assert_eq!(sandbox.generate(&[]).status, Some(0));
    assert!(!sandbox.has_leftovers());
    assert_eq!(sandbox.generate(&["--check"]).status, Some(0));
}

#[test]
fn a_kill_at_any_time_leaves_the_old_crate_or_a_journal() {
    let sandbox = Sandbox::with_crate();
    let old = (document(&["Box"]), sandbox.tree());
    sandbox.write("boxes.json", &long_document());
    let started = Instant::now();
    assert_eq!(sandbox.generate(&[]).status, Some(0));
    let whole = started.elapsed();
    let new = (long_document(), sandbox.tree());

    // From the one to the other and back, killed at times that are spread over a whole run.
    let (mut from, mut to) = (&new, &old);
    for round in 0..60 {
        sandbox.write("boxes.json", &to.0);
        let mut run = sandbox
            .command(&["generate", "--spec", "boxes.json", "--out", "out"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(whole.mul_f64(f64::from(round) / 50.0));
        run.kill().unwrap();
        run.wait().unwrap();
        let is_interrupted = sandbox.path("out/.refract/journal.json").exists();
        let tree = sandbox.tree();
        assert!(is_interrupted || tree == from.1 || tree == to.1, "round {round}");
        if is_interrupted {
            assert_eq!(sandbox.generate(&["--check"]).status, Some(1), "round {round}");
            // Even an input that is broken by now does not keep the next run from finishing.
            sandbox.write("boxes.json", "{");
            assert_eq!(sandbox.generate(&[]).status, Some(2), "round {round}");
            assert_eq!(sandbox.tree(), to.1, "round {round}");
            sandbox.write("boxes.json", &to.0);
        }
        let ran = sandbox.generate(&[]);
        assert_eq!(ran.status, Some(0), "round {round}: {}", ran.stderr);
        assert_eq!(sandbox.tree(), to.1, "round {round}");
        assert!(!sandbox.has_leftovers(), "round {round}");
        (from, to) = (to, from);
    }
}

#[test]
fn a_folder_that_can_t_be_written_is_named() {
    let sandbox = Sandbox::with_crate();
    let before = sandbox.tree();
    sandbox.write("boxes.json", &document(&["Box", "Lid"]));
    let out = sandbox.path("out");
    fs::set_permissions(&out, Permissions::from_mode(0o555)).unwrap();
    // Permissions do not bind root.
    if File::create(out.join("probe")).is_err() {
        let ran = sandbox.generate(&[]);
        assert_eq!(ran.status, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("out/.refract"), "{}", ran.stderr);
        assert_eq!(sandbox.tree(), before);
    }
    fs::set_permissions(&out, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_second_run_is_told_of_the_first() {
    let sandbox = Sandbox::with_crate();
    let before = sandbox.tree();
    sandbox.write("out/.refract/lock", "");
    let lock = File::open(sandbox.path("out/.refract/lock")).unwrap();
    lock.lock().unwrap();
    sandbox.write("boxes.json", &document(&["Box", "Lid"]));
    let ran = sandbox.generate(&[]);
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("another run is writing `out`"), "{}", ran.stderr);
    assert_eq!(sandbox.tree(), before);
    drop(lock);
    assert_eq!(sandbox.generate(&[]).status, Some(0));
    assert!(!sandbox.has_leftovers());
}

#[test]
fn many_runs_at_once_leave_one_crate() {
    for round in 0..10 {
        let sandbox = Sandbox::new();
        sandbox.write("boxes.json", &long_document());
        let args = ["generate", "--spec", "boxes.json", "--out", "out"];
        let runs: Vec<_> = (0..6).map(|_| sandbox.command(&args).stderr(Stdio::piped()).spawn().unwrap()).collect();
        let mut done = 0;
        for run in runs {
            let ran = Ran::from(run.wait_with_output().unwrap());
            match ran.status {
                Some(0) => done += 1,
                _ => assert!(ran.stderr.contains("another run"), "round {round}: {}", ran.stderr),
            }
        }
        assert!(done > 0, "round {round}");
        assert_eq!(sandbox.generate(&["--check"]).status, Some(0), "round {round}");
        assert!(!sandbox.has_leftovers(), "round {round}");
        thread::sleep(Duration::from_millis(1));
    }
}
