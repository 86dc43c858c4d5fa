package dev.auditflow.report;

import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ObjectChange;
import java.util.ArrayList;
import java.util.List;

/** Upgrades in one line, as the title of a pull request takes it. */
public final class UpgradeSummary {
    private static final List<String> RBAC =
            List.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount");

    private UpgradeSummary() {}

    /** {@code 3 targets, 1 will fail, 2 restart, RBAC wider}. */
    public static String line(List<Upgrade> upgrades) {
        List<Upgrade> changed =
                upgrades.stream().filter(upgrade -> !upgrade.isEmpty()).toList();
        if (changed.isEmpty()) {
            return "no changes";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Summary.counted(changed.size(), "target"));
        for (Meaning meaning : List.of(Meaning.FAILS, Meaning.DISRUPTS, Meaning.RESTARTS)) {
            long count =
                    changed.stream().filter(upgrade -> upgrade.has(meaning)).count();
            if (count > 0) {
                String verb = meaning == Meaning.FAILS || count > 1 ? meaning.summary() : meaning.summary() + "s";
                parts.add(count + " " + verb);
            }
        }
        widened(changed, parts);
        if (parts.size() == 1) {
            parts.add(mildest(changed));
        }
        return String.join(", ", parts);
    }

    private static void widened(List<Upgrade> changed, List<String> parts) {
        List<String> kinds = changed.stream()
                .flatMap(upgrade -> upgrade.effects().stream())
                .filter(effect -> effect.meaning() == Meaning.WIDENS)
                .map(effect -> effect.resource().kind())
                .toList();
        if (kinds.stream().anyMatch(RBAC::contains)) {
            parts.add("RBAC wider");
        }
        if (kinds.stream().anyMatch(kind -> !RBAC.contains(kind))) {
            parts.add("access wider");
        }
    }

    /** What remains to be said of changes without danger. */
    private static String mildest(List<Upgrade> changed) {
        for (Meaning meaning : List.of(Meaning.IMAGE, Meaning.CONFIG)) {
            if (changed.stream().anyMatch(upgrade -> upgrade.has(meaning))) {
                return meaning == Meaning.IMAGE ? "other images" : "configuration only";
            }
        }
        return "cosmetic only";
    }

    /** {@code 2 changed, 1 added, 17 unchanged}. */
    static String counts(Upgrade upgrade) {
        List<String> parts = new ArrayList<>();
        count(upgrade, ObjectChange.Changed.class, "changed", parts);
        count(upgrade, ObjectChange.Added.class, "added", parts);
        count(upgrade, ObjectChange.Removed.class, "removed", parts);
        int masked = upgrade.masked().size();
        parts.add(upgrade.comparison().unchanged() - masked + " unchanged");
        if (masked > 0) {
            parts.add(masked + " but for what is masked");
        }
        return String.join(", ", parts);
    }

    private static void count(Upgrade upgrade, Class<? extends ObjectChange> kind, String word, List<String> parts) {
        long count =
                upgrade.comparison().changes().stream().filter(kind::isInstance).count();
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }
}
