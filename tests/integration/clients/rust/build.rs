//! Tells the program which version of the driver it was built with: the lock file knows.

fn main() {
    let lock = std::fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"oracledb\"").skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")).map(|text| text.trim_end_matches('"'));
    println!("cargo:rustc-env=ORACLEDB_VERSION={}", version.unwrap_or("unknown"));
    println!("cargo:rerun-if-changed=Cargo.lock");
}
