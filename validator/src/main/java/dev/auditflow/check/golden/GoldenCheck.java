package dev.auditflow.check.golden;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.ChangeLines;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what a target renders with its golden files. */
public final class GoldenCheck implements Check {
    public static final Rule MISSING = rule(
            "AF801",
            "A golden file is missing",
            "Nobody has approved what this object should look like.",
            "Look at it with 'auditflow golden diff', then run 'auditflow golden update'.");
    public static final Rule CHANGED = rule(
            "AF802",
            "The rendering differs from its golden file",
            "The change is either wanted, then approve it, or the chart does something nobody meant.",
            "Look at the diff; if it is meant, run 'auditflow golden update' and commit the file.");
    public static final Rule ORPHANED = rule(
            "AF803",
            "A golden file has no object",
            "The object was renamed or is no longer rendered.",
            "If that is meant, run 'auditflow golden update', which removes the file.");

    private static final int MAX_LINES = 40;

    private final GoldenFile format;
    private final String folder;
    private final Map<String, String> files;

    /**
     * @param folder of this target's golden files, as findings name it
     * @param files name to text of what is in it
     */
    public GoldenCheck(GoldenFile format, String folder, Map<String, String> files) {
        this.format = format;
        this.folder = folder;
        this.files = new TreeMap<>(files);
    }

    /** The rules of this check. */
    public static List<Rule> rules() {
        return List.of(MISSING, CHANGED, ORPHANED);
    }

    @Override
    public String name() {
        return "golden";
    }

    @Override
    public CheckResult run(Subject subject) {
        Map<String, GoldenFile.Expected> expected = format.expected(subject.resources());
        List<Finding> findings = new ArrayList<>();
        int compared = 0;
        if (files.isEmpty() && !expected.isEmpty()) {
            findings.add(Finding.about(
                    MISSING,
                    new Location(Place.file(folder), Origin.none()),
                    "There is no golden file for any of the %d objects".formatted(expected.size())));
        } else {
            GoldenState state = new GoldenState(format, files, expected, subject);
            for (Map.Entry<String, GoldenFile.Expected> entry : expected.entrySet()) {
                if (files.containsKey(entry.getKey())) {
                    compared++;
                    compared(entry.getKey(), entry.getValue(), state).ifPresent(findings::add);
                } else {
                    findings.add(missing(entry.getKey(), entry.getValue()));
                }
            }
        }
        for (String name : files.keySet()) {
            if (!expected.containsKey(name)) {
                findings.add(orphaned(name));
            }
        }
        int found = Math.max(files.size(), compared);
        List<Account.Skip> skipped = found == compared
                ? List.of()
                : List.of(new Account.Skip("golden files", found - compared, "no object has this name"));
        return new CheckResult(findings, List.of(new Account.Line("golden files", found, compared, skipped)));
    }

    @Override
    public String digest(Subject subject) {
        Digest digest = new Digest();
        files.forEach((name, text) -> digest.add(name).add(text));
        return digest.text();
    }

    private Finding missing(String name, GoldenFile.Expected expected) {
        String message = "%s/%s does not exist".formatted(folder, name);
        return Finding.at(MISSING, expected.resource(), FieldPath.root(), message);
    }

    private Finding orphaned(String name) {
        Location location = new Location(Place.file(folder + "/" + name), Origin.none());
        return Finding.about(ORPHANED, location, "%s/%s belongs to no object of this target".formatted(folder, name));
    }

    private Optional<Finding> compared(String name, GoldenFile.Expected expected, GoldenState state) {
        String file = folder + "/" + name;
        if (state.unreadable().containsKey(name)) {
            String message = file + " is no golden file: " + state.unreadable().get(name);
            return Optional.of(Finding.at(CHANGED, expected.resource(), FieldPath.root(), message));
        }
        List<Change> changes = state.changes(name);
        if (!changes.isEmpty()) {
            return Optional.of(changed(file, expected, changes, state.effects(expected.resource())));
        }
        return state.holdsSecrets(name)
                ? Optional.of(Finding.at(
                        CHANGED, expected.resource(), FieldPath.root(), file + " holds what may be a credential"))
                : Optional.empty();
    }

    private Finding changed(String file, GoldenFile.Expected expected, List<Change> changes, List<Effect> effects) {
        String means = effects.stream()
                .map(effect -> effect.meaning().word())
                .distinct()
                .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder(file).append(" differs");
        text.append(means.isEmpty() ? "" : ": " + means);
        effects.stream()
                .filter(effect -> !effect.message().isEmpty())
                .map(effect -> "\n! %s: %s".formatted(effect.meaning().word(), effect.message()))
                .distinct()
                .forEach(text::append);
        ChangeLines.first(ChangeLines.of(changes), MAX_LINES)
                .forEach(line -> text.append('\n').append(line));
        return Finding.at(CHANGED, expected.resource(), changes.getFirst().newPath(), text.toString());
    }

    private static Rule rule(String id, String title, String description, String remedy) {
        return new Rule(
                id,
                "golden",
                Severity.DENY,
                title,
                description,
                remedy,
                "https://github.com/auditflow/auditflow/blob/main/docs/rules/" + id + ".md");
    }
}
