pub(crate) mod dist;
pub(crate) mod print;
pub(crate) mod serve;
pub(crate) mod shrink;
pub(crate) mod size;
pub(crate) mod style;
pub(crate) mod test;
pub(crate) mod weigh;
