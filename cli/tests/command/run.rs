//! Runs the command.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Runs `discounts` in the folder of test data.
pub(crate) fn discounts(arguments: &[&str]) -> Output {
    discounts_with_input(arguments, "")
}

pub(crate) fn discounts_with_input(arguments: &[&str], input: &str) -> Output {
    run(command(arguments), input)
}

/// Runs `discounts` with one variable of its environment set.
pub(crate) fn discounts_with_variable(arguments: &[&str], (name, value): (&str, &str)) -> Output {
    let mut command = command(arguments);
    command.env(name, value);
    run(command, "")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_discounts"));
    command.args(arguments).current_dir(data(""));
    command
}

fn run(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that ends without reading closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn data(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")).join(file)
}

/// Exit code, standard output, standard error.
pub(crate) fn streams(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
