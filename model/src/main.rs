//! A model checker for the protocol: explores the reconciler under concurrent callers, a page, and a Stripe that fails.
//!
//! `cargo run --profile model -p protocol-model` explores what CI does, `-- --large` more, and `-- --only NAME` one of them.
//! `-- --mutate NAME`, alone or before one of these, shows the counterexample of a defect. It exits with 1 after a violation.
//! `docs/protocol.md` explains it.
#![expect(clippy::print_stdout, reason = "a command-line tool")]

mod caller;
mod event;
mod explore;
mod invariants;
mod mutation;
mod report;
mod setup;
mod stripe;
mod world;

use std::process::ExitCode;

use crate::explore::Exploration;
use crate::mutation::Mutation;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (mutation, rest) = match arguments.as_slice() {
        ["--mutate", name, rest @ ..] => match Mutation::ALL.into_iter().find(|(known, _)| known == name) {
            Some((_, mutation)) => (Some(mutation), rest),
            None => return usage(),
        },
        rest => (None, rest),
    };
    let all = || explore::DEFAULT.iter().chain(explore::LARGE);
    let explorations: Vec<&Exploration> = match rest {
        [] => explore::DEFAULT.iter().collect(),
        ["--large"] => explore::LARGE.iter().collect(),
        ["--only", name] => all().filter(|exploration| exploration.name == *name).collect(),
        _ => return usage(),
    };
    if explorations.is_empty() {
        return usage();
    }
    for Exploration { name, limits } in explorations {
        match explore::run(*limits, mutation) {
            Ok(explored) => {
                println!("{name}: {explored}");
                if let Some(counterexample) = explored.counterexample {
                    println!("\n{counterexample}");
                    return ExitCode::FAILURE;
                }
            }
            Err(fault) => {
                println!("{fault}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let names: Vec<&str> = Mutation::ALL.iter().map(|(name, _)| *name).collect();
    println!("usage: protocol-model [--mutate {}] [--large | --only EXPLORATION]", names.join("|"));
    ExitCode::from(2)
}
