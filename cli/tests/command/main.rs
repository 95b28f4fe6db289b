//! The command as it is run: arguments in, output and exit code out.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod check;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod decide;
#[cfg(test)]
mod dev;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod run;
#[cfg(test)]
mod show;
