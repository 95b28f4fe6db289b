//! Any text: it loads and can be linted, or every fault has its place in it and a sentence. Either is shown.

#![no_main]

use discounts_core::Policy;
use discounts_core::policy::Note;
use discounts_core::policy::lint::lint;
use discounts_core::policy::report::report;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Policy::load("fuzz.toml", text) {
        Ok(policy) => {
            // What is compiled in is written down and read back.
            let written = serde_json::to_string(&policy).expect("a policy can be written");
            let read: Policy = serde_json::from_str(&written).expect("and read back");
            assert_eq!(format!("{read:?}"), format!("{policy:?}"));
            let findings = lint(&policy, text, Timestamp::UNIX_EPOCH);
            for finding in &findings {
                assert!(text.get(finding.span.clone()).is_some(), "{finding:?}");
            }
            report("fuzz.toml", text, findings.iter().map(Note::from), true);
        }
        Err(faults) => {
            assert!(!faults.faults.is_empty());
            for fault in &faults.faults {
                assert!(fault.span.end <= text.len() && text.get(fault.span.clone()).is_some(), "{fault:?}");
                assert!(!fault.message.is_empty());
            }
            faults.report(true);
            assert!(faults.to_string().lines().all(|line| !line.is_empty()));
        }
    }
});
