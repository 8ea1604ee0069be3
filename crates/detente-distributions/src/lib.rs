//! Distribution functions and quantiles, on `libm` alone: the same digits on every machine. The engine draws with them,
//! intervals and tests are made of them.
//!
//! ```
//! use detente_distributions::{beta, normal_quantile, student};
//!
//! assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-13);
//! // The arcsine distribution is symmetric.
//! assert!((beta::quantile(0.5, 0.5, 0.5) - 0.5).abs() < 1e-15);
//! // With one degree of freedom Student's t is Cauchy's.
//! assert!((student::two_sided(1.0, 1.0) - 0.5).abs() < 1e-14);
//! ```

pub mod beta;
pub mod binomial;
mod normal;
pub mod student;

pub use normal::{normal_cdf, normal_quantile};
