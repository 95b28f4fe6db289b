//! Explorations: the limits of each, and the search through all its states.

use std::fmt;
use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model, Property};

use crate::event::Event;
use crate::mutation::Mutation;
use crate::report;
use crate::setup::{Limits, Setup, SetupError, Starts};
use crate::world::World;

const THREADS: usize = 2;
const PROPERTY: &str = "the protocol holds";

/// A named exploration.
pub(crate) struct Exploration {
    pub(crate) name: &'static str,
    pub(crate) limits: Limits,
}

const PAIR: Limits = Limits::of(2, 1, 0, 2);
const PAIR_IN_LINES: Limits = Limits { in_lines: true, starts: Starts::FewWithExcess, ..PAIR };

/// The explorations of CI.
pub(crate) const DEFAULT: &[Exploration] = &[
    // The page may also not pay.
    Exploration { name: "two callers, one fault, the page pays", limits: Limits { page: 1, ..PAIR } },
    Exploration {
        name: "two callers, combined updates are rejected",
        limits: Limits { faults: 0, rejects_combined: true, ..PAIR },
    },
    Exploration {
        name: "two callers, combined updates are rejected first and not replayed",
        limits: Limits {
            faults: 0,
            rejects_combined: true,
            validates_first: true,
            remembers_rejections: false,
            ..PAIR
        },
    },
    Exploration {
        name: "two callers, one fault, the page changes the cart",
        limits: Limits { server_only: false, page: 1, ..PAIR },
    },
    Exploration {
        name: "two callers that split updates, one fault, few starts",
        limits: Limits { rejects_combined: true, knows_of_splits: true, starts: Starts::Few, ..PAIR },
    },
    Exploration { name: "two callers, one fault, the discount in line prices, few starts", limits: PAIR_IN_LINES },
    Exploration { name: "three callers, no fault", limits: Limits::of(3, 0, 0, 0) },
    Exploration {
        name: "three callers, one fault, few starts",
        limits: Limits { callers: 3, starts: Starts::Few, ..PAIR },
    },
];

/// A longer run, by command.
pub(crate) const LARGE: &[Exploration] = &[
    Exploration {
        name: "two callers, two faults, few starts",
        limits: Limits { faults: 2, starts: Starts::Few, ..PAIR },
    },
    Exploration {
        name: "two callers, one fault, the discount in line prices",
        limits: Limits { in_lines: true, page: 1, ..PAIR },
    },
];

/// The end of an exploration.
pub(crate) struct Explored {
    states: usize,
    transitions: usize,
    depth: usize,
    time: Duration,
    pub(crate) counterexample: Option<String>,
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, transitions, depth, time, .. } = self;
        write!(f, "{states} states, {transitions} transitions, depth {depth}, {:.1} s", time.as_secs_f64())
    }
}

/// Explores every state within the limits, the nearest first, up to the first violation.
pub(crate) fn run(limits: Limits, mutation: Option<Mutation>) -> Result<Explored, SetupError> {
    let started = Instant::now();
    let setup = Setup::new(limits, mutation)?;
    let checker = setup.clone().checker().threads(THREADS).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    Ok(Explored {
        states: checker.unique_state_count(),
        transitions: checker.state_count(),
        depth: checker.max_depth(),
        time: started.elapsed(),
        counterexample: checker.discovery(PROPERTY).map(|path| report::counterexample(&setup, path.into_vec())),
    })
}

impl Model for Setup {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        let sessions = self.sessions();
        let combinations = self.combinations();
        let worlds = sessions
            .iter()
            .flat_map(|session| combinations.iter().map(move |commands| World::new(self, session, commands)));
        worlds.collect()
    }

    fn actions(&self, state: &World, actions: &mut Vec<Event>) {
        state.events(self, actions);
    }

    fn next_state(&self, last: &World, event: Event) -> Option<World> {
        last.after(self, event)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(PROPERTY, |_, world: &World| world.violation.is_none())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_callers_hold_without_faults() {
        let explored = run(Limits::of(2, 0, 1, 1), None).unwrap();
        assert_eq!(explored.counterexample, None);
        assert!(explored.states > 1_000, "{explored}");
    }

    #[test]
    fn every_mutation_has_a_counterexample() {
        for limits in [PAIR, PAIR_IN_LINES] {
            for (name, mutation) in Mutation::ALL {
                let explored = run(limits, Some(mutation)).unwrap();
                let found = explored.counterexample.is_some_and(|text| text.contains("VIOLATION"));
                assert!(found, "{name} {limits:?}");
            }
        }
    }

    #[test]
    fn combinations_of_calls_are_multisets() {
        for (callers, server_only, combinations) in [(2, true, 21), (3, true, 56), (2, false, 10)] {
            let setup = Setup::new(Limits { server_only, ..Limits::of(callers, 0, 0, 0) }, None).unwrap();
            assert_eq!(setup.combinations().len(), combinations);
        }
        for (callers, combinations) in [(2, 3), (3, 1)] {
            let few = Limits { starts: Starts::Few, ..Limits::of(callers, 0, 0, 0) };
            assert_eq!(Setup::new(few, None).unwrap().combinations().len(), combinations, "no call twice");
        }
    }
}
