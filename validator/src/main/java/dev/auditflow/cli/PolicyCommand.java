package dev.auditflow.cli;

import picocli.CommandLine.Command;

/** {@code auditflow policy}: the rules of the gate and the user's own. */
@Command(
        name = "policy",
        description = "Lists, tests and documents rules: those of the program and policies of your own.",
        mixinStandardHelpOptions = true,
        subcommands = {PolicyListCommand.class, PolicyTestCommand.class, PolicyDocsCommand.class})
final class PolicyCommand {}
