//! The main job, end to end. One binary, so that what it logs is looked at as a whole.

mod faults;
mod foreign;
mod guide;
mod interactions;
mod logs;
mod order;
mod races;
mod refusals;
mod wire;
