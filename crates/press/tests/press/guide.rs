//! The commands that the guide shows do what it says.

use super::*;

/// Returns a page of the guide.
fn read(page: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide").join(page);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the commands in the code blocks of a page of the guide, in order.
fn commands(page: &str) -> Vec<String> {
    let text = read(page);
    let lines = text.lines().filter_map(|line| line.strip_prefix("    ")?.strip_prefix("offprint ").map(str::to_owned));
    lines.collect()
}

/// Splits a command as a shell does that knows double quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Runs the commands of a page in one folder, which has a newspaper under the name CONTENT.
fn run_all(page: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |arguments: &[String]| run(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&words("new CONTENT")).status.success());
    let commands = commands(page);
    assert!(!commands.is_empty(), "{page} shows no command");
    for command in commands {
        let mut arguments = words(&command);
        if arguments[0] == "serve" {
            // It would not end. The arguments before the last one are still checked.
            arguments.push("--help".to_owned());
        }
        let output = run(&arguments);
        assert!(output.status.success(), "{page}: offprint {command}\n{}", text(&output.stderr));
    }
}

#[test]
fn the_guide_is_a_newspaper_without_problems() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide");
    let output = run(&guide, &["check", ".", "--strict"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("15 articles checked"), "{}", text(&output.stdout));
}

#[test]
fn the_commands_to_start_with_work() {
    run_all("start.md");
}

#[test]
fn the_commands_for_hosting_work() {
    run_all("hosting.md");
}

#[test]
fn every_command_and_option_is_in_the_guide() {
    let guide = read("press.md");
    let help = |arguments: &[&str]| text(&run(Path::new("."), &[arguments, &["--help"]].concat()).stdout);
    let commands: Vec<String> = help(&[])
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|command| command != "help")
        .collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        assert!(guide.contains(&format!("## `offprint {command}")), "{command} is not in docs/guide/press.md");
        for line in help(&[&command]).lines().filter(|line| line.trim_start().starts_with("--")) {
            let option = line.split_whitespace().next().unwrap_or_default();
            let is_there = [format!("`{option}"), format!(" {option} ")].iter().any(|written| guide.contains(written));
            assert!(is_there, "{option} of {command} is not in docs/guide/press.md");
        }
    }
}
