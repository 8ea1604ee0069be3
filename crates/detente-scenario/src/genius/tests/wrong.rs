//! Everything that can be wrong, with its exact message.

use super::*;
