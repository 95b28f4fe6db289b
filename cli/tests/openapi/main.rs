//! The description of the routes, held against real answers.

#[cfg(test)]
mod answers;
