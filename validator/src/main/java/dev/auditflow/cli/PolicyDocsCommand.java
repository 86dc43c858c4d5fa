package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.rules.RuleCatalog;
import dev.auditflow.gate.rules.RuleEntry;
import dev.auditflow.gate.rules.RulePages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow policy docs}. */
@Command(
        name = "docs",
        description = {
            "Writes a Markdown page for each rule, from its METADATA and its examples, and an index of them.",
            "--no-builtin writes pages of your own policies only."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written, or nothing to write with --check",
            "1:a page is missing or stale (--check)",
            "2:usage"
        })
final class PolicyDocsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PolicySelection selection = new PolicySelection();

    @Option(names = "--into", paramLabel = "DIR", description = "Where to write (default: docs/rules).")
    private Path folder = Path.of("docs/rules");

    @Option(names = "--check", description = "Write nothing; say which pages are missing or stale.")
    private boolean check;

    @Override
    public Integer call() throws ConfigException {
        Policies policies = selection.load(selection.settings());
        boolean builtin = policies.settings().builtin();
        List<RuleEntry> entries = RuleCatalog.of(policies.settings(), policies.rules()).stream()
                .filter(entry -> builtin || entry.isOwn())
                .toList();
        if (entries.isEmpty()) {
            spec.commandLine().getErr().println("auditflow: no policy is named, so there is nothing to write");
            return ExitCode.NO_ANSWER;
        }
        try {
            RulePages pages = RulePages.of(entries, policies.builtin(), policies.own());
            if (check) {
                List<String> stale = pages.stale(folder);
                stale.forEach(spec.commandLine().getOut()::println);
                return stale.isEmpty() ? ExitCode.PASS : ExitCode.FINDINGS;
            }
            pages.write(folder);
            spec.commandLine()
                    .getOut()
                    .printf("%d %s in %s%n", pages.count(), pages.count() == 1 ? "page" : "pages", folder);
            return ExitCode.PASS;
        } catch (IOException e) {
            throw new ConfigException("The pages could not be written: " + e.getMessage());
        }
    }
}
