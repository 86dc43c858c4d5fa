package dev.auditflow.cli;

import dev.auditflow.check.Account;
import dev.auditflow.check.Shard;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Changes;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.gate.Sharding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Flags that leave targets to another run: one that was made before, or one on another machine. */
final class ScopeFlags {
    private static final Pattern PART = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

    @Option(
            names = "--changed-since",
            paramLabel = "REF",
            description = "Check only the targets that changes since this branch, tag or commit touch.")
    private String changedSince = "";

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Check the I-th of N parts of the targets; 'report merge' joins their JSON reports.")
    private String shard = "";

    /**
     * What is left to check.
     *
     * @param skipped the rest, with the reasons
     * @param shard which part this is
     */
    record Scope(Selection.Chosen chosen, List<Account.Skip> skipped, Shard shard) {
        /** Nothing is left out. */
        static Scope all(Selection.Chosen chosen) {
            return new Scope(chosen, List.of(), Shard.whole());
        }

        /** Nothing to check is no error when every target was left out on purpose. */
        boolean isEmptyOnPurpose() {
            return chosen.targets().isEmpty() && !skipped.isEmpty();
        }
    }

    /** Leaves targets out. @throws ConfigException with a sentence for flags that make no sense */
    Scope apply(Selection.Chosen chosen, CheckFlags checks, Path baseline) throws ConfigException {
        List<Account.Skip> skipped = new ArrayList<>();
        Shard part = Shard.whole();
        Selection.Chosen kept = chosen;
        if (!shard.isEmpty()) {
            part = part(chosen.targets());
            List<Target> mine =
                    part.positions().stream().map(chosen.targets()::get).toList();
            int others = chosen.targets().size() - mine.size();
            if (others > 0) {
                skipped.add(new Account.Skip("targets", others, "with another shard than " + shard));
            }
            kept = new Selection.Chosen(chosen.config(), mine, false);
        }
        if (!changedSince.isEmpty()) {
            if (!part.isWhole()) {
                throw new ConfigException("--shard and --changed-since cannot be used together: the parts would not"
                        + " add up to all targets");
            }
            kept = touched(kept, checks, baseline, skipped);
        }
        return new Scope(kept, skipped, part);
    }

    private Shard part(List<Target> targets) throws ConfigException {
        Matcher matcher = PART.matcher(shard);
        int index = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int count = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (index < 1 || index > count) {
            throw new ConfigException("--shard takes I/N with I from 1 to N, for example 2/8, not \"" + shard + "\"");
        }
        return count == 1 ? Shard.whole() : Sharding.of(index, count, targets);
    }

    private Selection.Chosen touched(
            Selection.Chosen chosen, CheckFlags checks, Path baseline, List<Account.Skip> skipped)
            throws ConfigException {
        Changes changes = Changes.since(changedSince);
        if (changes.touch(InputPaths.shared(chosen.config(), checks, baseline))) {
            return chosen;
        }
        GoldenFiles golden = Wiring.golden(chosen.config());
        List<Target> kept = new ArrayList<>();
        for (Target target : chosen.targets()) {
            if (changes.touch(target, golden)) {
                kept.add(target);
            } else {
                skipped.add(new Account.Skip(target.name(), 1, changes.reason()));
            }
        }
        return new Selection.Chosen(
                chosen.config(),
                kept,
                chosen.whole() && kept.size() == chosen.targets().size());
    }
}
