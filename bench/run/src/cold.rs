//! Starts that read their key from Secrets Manager, and the first call after each.

use std::path::Path;

use crate::lambda::Function;
use crate::{median, ms, ratio, secrets};

const STARTS: usize = 120;
/// Calls after each start: the first, and some that are warm.
const CALLS: usize = 6;

/// Measures them against a floor that makes the same call to the same server.
pub(crate) async fn measure(floor: &Path, ours: &Path, stripe: &str) {
    let secrets = secrets::start().await;
    let (mut floors, mut starts, mut first, mut warm) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..STARTS {
        for place in 0..2 {
            if (round + place) % 2 == 0 {
                let function = Function::start_with_secret(floor, stripe, &secrets).await;
                floors.push(function.started_in);
                function.stop().await;
                continue;
            }
            let mut function = Function::start_with_secret(ours, stripe, &secrets).await;
            starts.push(function.started_in);
            first.push(function.call().await);
            for _ in 1..CALLS {
                warm.push(function.call().await);
            }
            function.stop().await;
        }
    }
    let (floor, start, first, warm) = (median(&floors), median(&starts), median(&first), median(&warm));
    println!("\n## Starts with Secrets Manager, {STARTS} each, interleaved");
    println!("one bare call    median {}", ms(floor));
    println!("cart-threshold   median {} ratio {:.2}", ms(start), ratio(start, floor));
    println!("the calls after  median {}", ms(warm));
    println!("the first call   median {} ratio {:.2}", ms(first), ratio(first, warm));
}
