//! What can happen: the events of the engine, and every event by the module that brings it about and declares it.

pub use crate::behaviours::caution::GREW_CAUTIOUS;
pub use crate::behaviours::consent::{CONSENT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED};
pub use crate::behaviours::deadlock::TALKS_DEADLOCKED;
pub use crate::behaviours::discovery::OPTION_FOUND;
pub use crate::behaviours::domestic_pressure::PLEDGE_MADE;
pub use crate::behaviours::durability::AGREEMENT_BROKEN;
pub use crate::behaviours::leaks::{OPTION_BURNT, OPTION_LEAKED};
pub use crate::behaviours::mediation::{CARROT_OFFERED, LINE_HEARD, STICK_SHOWN};
pub use crate::behaviours::missteps::{GRAVE_MISSTEP_MADE, ISSUE_REOPENED, MEETINGS_PUT_OFF, MISSTEP_MADE};
pub use crate::behaviours::ratification::{TEXT_RATIFIED, TEXT_SENT_BACK, VOTE_LOST};
pub use crate::behaviours::resolve::{RESOLVE_SHOWN, SOFTNESS_SHOWN};
pub use crate::behaviours::ripeness::ISSUE_RIPENED;
pub use crate::behaviours::shocks::SHOCK_STRUCK;
pub use crate::behaviours::signals::SIGNAL_GIVEN;
pub use crate::behaviours::walkouts::{TALKS_PAUSED, WALKED_OUT};
pub use crate::protocols::TEXT_SIGNED;
pub use crate::protocols::plenary::{ABSTAINED, VOTED_AGAINST, VOTED_FOR};
pub use crate::protocols::text::{
    ACCEPTANCE_LAPSED, CONFERENCE_CALLED, ISSUE_BRACKETED, ISSUE_HARVESTED, OPTION_FLOATED, SIGNATURE_WAITS,
    SIGNATURE_WITHHELD, TEXT_ACCEPTED, TEXT_CONSIDERED, TEXT_REJECTED, TEXT_REVISED,
};
pub use crate::protocols::{OFFER_ACCEPTED, OFFER_MADE, OFFER_REJECTED, OPTION_OFFERED};
pub use detente_core::{DEADLINE_PASSED, SESSION_CLOSED, SESSION_OPENED};
