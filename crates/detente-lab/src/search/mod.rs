//! Search for a policy: settings of levers are tried, the better half goes on, and the few that are left are played again on
//! luck that the search has never seen.
//!
//! - [`halving`] has the rules, as a pure function of what runs answered;
//! - [`rounds`] plays rounds of a field into memory;
//! - [`finalists`] writes those that are left down as an ordinary experiment;
//! - [`verdict`] judges that experiment when it has been played.
//!
//! What a search says of the winner in its own rounds is too good: it won there because it was lucky too. So the number to
//! report is the final's, and both are told.

pub mod finalists;
pub mod halving;
pub mod rounds;
pub mod verdict;

pub use halving::{Dropped, Round, Rules, Standing};
pub use rounds::{Found, seek};
pub use verdict::{Finalist, Verdict};
