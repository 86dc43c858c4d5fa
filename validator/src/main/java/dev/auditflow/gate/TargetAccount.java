package dev.auditflow.gate;

import dev.auditflow.check.Account;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.SealedValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What went into a target and what of it the checks saw. */
final class TargetAccount {
    private static final String VALUES = "values files";
    private static final String SEALED =
            "encrypted by SOPS, so stand-ins were looked at; --decrypt looks at what it holds too";

    private TargetAccount() {}

    /** The lines for what was rendered and read. */
    static List<Account.Line> inputs(Target target, ManifestReader.Manifest manifest) {
        List<Account.Line> lines = new ArrayList<>();
        lines.add(new Account.Line(inputName(target), 1, 1, List.of()));
        if (target.source() instanceof Source.Chart) {
            lines.add(values(target));
        }
        lines.add(documents(manifest));
        int definitions = manifest.definitions().size();
        if (definitions > 0 && !target.options().includeCrds()) {
            lines.add(skipped("crds/", definitions, "read as schemas; --include-crds checks them too"));
        }
        if (target.source() instanceof Source.Chart && target.options().noHooks()) {
            lines.add(skipped("hooks", 0, "left out on request, so not checked"));
        }
        return lines;
    }

    /** Whoever has no key sees where encrypted values go, and nothing of what they hold. */
    private static Account.Line values(Target target) {
        List<Path> files = target.options().valuesFiles();
        List<Account.Skip> closed = SealedValues.among(files).stream()
                .map(file -> new Account.Skip(file.toString(), 1, SEALED))
                .toList();
        return new Account.Line(VALUES, files.size(), files.size() - closed.size(), closed);
    }

    /** The lines of a target whose encrypted values were looked at too. */
    static Account opened(Account account) {
        return new Account(account.lines().stream()
                .map(line -> line.subject().equals(VALUES)
                        ? new Account.Line(VALUES, line.found(), line.found(), List.of())
                        : line)
                .toList());
    }

    /** The lines of a target that gave nothing to look at. */
    static List<Account.Line> notRendered(Target target) {
        return List.of(new Account.Line(
                inputName(target),
                1,
                0,
                List.of(new Account.Skip(target.source().name(), 1, "could not be rendered"))));
    }

    /** The line of a check that was turned off. */
    static Account.Line off(String check) {
        return skipped(check, 0, "turned off by the configuration or a flag");
    }

    private static Account.Line documents(ManifestReader.Manifest manifest) {
        List<Account.Skip> skips = new ArrayList<>();
        skip(skips, count(manifest, Problem.Kind.UNREADABLE), "not readable YAML, with what follows it");
        skip(skips, count(manifest, Problem.Kind.NOT_AN_OBJECT), "no Kubernetes object");
        skip(skips, manifest.emptyLists(), "a List without items");
        int checked = manifest.resources().size();
        int left = skips.stream().mapToInt(Account.Skip::count).sum();
        return new Account.Line("documents", checked + left, checked, skips);
    }

    private static int count(ManifestReader.Manifest manifest, Problem.Kind kind) {
        return (int) manifest.problems().stream()
                .filter(problem -> problem.kind() == kind)
                .count();
    }

    private static void skip(List<Account.Skip> skips, int count, String reason) {
        if (count > 0) {
            skips.add(new Account.Skip("documents", count, reason));
        }
    }

    private static Account.Line skipped(String subject, int count, String reason) {
        return new Account.Line(subject, count, 0, List.of(new Account.Skip(subject, count, reason)));
    }

    private static String inputName(Target target) {
        return switch (target.source()) {
            case Source.Chart _ -> "charts";
            case Source.Manifests _ -> "manifest sources";
            case Source.Kustomization _ -> "kustomizations";
            case Source.StandardInput _ -> "manifest sources";
        };
    }
}
