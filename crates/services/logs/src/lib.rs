mod model;
pub mod pattern;
