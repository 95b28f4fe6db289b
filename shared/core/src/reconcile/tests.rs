//! Tables of observations, each through the shipped state machine.
