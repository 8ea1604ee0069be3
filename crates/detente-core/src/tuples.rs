//! Tuples of up to nine, for what holds of each and so of them together.

/// Says a macro for every number of names.
macro_rules! for_tuples {
    ($says:ident) => {
        $says!(A);
        $says!(A, B);
        $says!(A, B, C);
        $says!(A, B, C, D);
        $says!(A, B, C, D, E);
        $says!(A, B, C, D, E, F);
        $says!(A, B, C, D, E, F, G);
        $says!(A, B, C, D, E, F, G, H);
        $says!(A, B, C, D, E, F, G, H, I);
    };
}
