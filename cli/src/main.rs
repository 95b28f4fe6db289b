//! The `discounts` command.

use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

use clap::Parser;
use discounts::{
    Command, CommandLine, case, check, codes, counts, decide, dev, doctor, openapi, replay, report, schema, show,
    try_cart,
};

fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Openapi(args) => openapi::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Try(args) => try_cart::run(&args),
        Command::Case(args) => case::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Codes(args) => codes::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Counts(args) => counts::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Dev(args) => dev::run(&args),
    };
    // A reader may have closed the pipe, as `head` does: then the rest is of no use to anyone.
    match outcome {
        Ok(text) => {
            let _ = stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = stdout().write_all(failure.output().as_bytes());
            if failure.output().is_empty() {
                let _ = writeln!(stderr(), "{failure}");
            }
            failure.code()
        }
    }
}
