//! The program `attache`: its commands, what people see of them, and the evaluation of what it reads.
//!
//! Commands are thin: reading lives in crate `reading`, the outside world in `sources`. Here are the terminal
//! ([`terminal`]), the work on all cores in the order of the input ([`pool`]), the brief for people ([`brief`]) and the
//! measures ([`eval`]).

mod agreements;
mod alerts;
pub mod brief;
mod chart;
mod columns;
pub mod commands;
pub mod engine;
pub mod eval;
pub mod pool;
mod situation;
pub mod terminal;
