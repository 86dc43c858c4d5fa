package dev.auditflow.coverage;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the targets of a run used of their charts and policies, all targets together.
 *
 * @param charts by path
 * @param unrendered names of targets that could not be rendered, so that they use nothing
 * @param rules over all targets, whatever they are rendered from
 */
public record Coverage(List<Chart> charts, List<String> unrendered, RuleUse rules) {
    public Coverage {
        charts = List.copyOf(charts);
        unrendered = List.copyOf(unrendered);
    }

    /**
     * A chart with its subcharts.
     *
     * @param chart the path of the root chart
     * @param targets names of the targets that rendered it
     * @param members the chart itself first
     * @param unread values keys by file and line, those of the user's files before the charts' defaults
     */
    public record Chart(String chart, List<String> targets, List<Member> members, List<UnreadKey> unread) {
        public Chart {
            targets = List.copyOf(targets);
            members = List.copyOf(members);
            unread = List.copyOf(unread);
        }

        /** The chart and all its subcharts together. */
        public Member total() {
            return new Member(
                    chart,
                    true,
                    members.stream()
                            .flatMap(member -> member.templates().stream())
                            .toList(),
                    members.stream().map(Member::keys).reduce(Count.NONE, Count::plus));
        }
    }

    /**
     * One chart's own files.
     *
     * @param place its folder or archive
     * @param enabled whether any target took it in
     * @param templates by name
     * @param keys those without keys below them: of its values file; for a root chart also those of the environments'
     *     files and of flags
     */
    public record Member(String place, boolean enabled, List<TemplateUse> templates, Count keys) {
        public Member {
            templates = List.copyOf(templates);
        }

        public Count lines() {
            return templates.stream().map(TemplateUse::lineCount).reduce(Count.NONE, Count::plus);
        }

        public Count branches() {
            return templates.stream().map(TemplateUse::branchCount).reduce(Count.NONE, Count::plus);
        }
    }

    /** Rules that saw at least one object, of all rules that are on. */
    public Count ruleCount() {
        int applied = rules.applied().size();
        return new Count(applied + rules.idle().size(), applied);
    }

    /** Ids of the rules that saw no object of any target. */
    public SortedSet<String> idleRules() {
        return new TreeSet<>(rules.idle());
    }
}
