package dev.auditflow.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.Count;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.coverage.UnreadKey;
import java.util.List;

/** The coverage of a run for programs. */
final class CoverageJson {
    ObjectNode of(Coverage coverage) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode charts = node.putArray("charts");
        coverage.charts().forEach(chart -> charts.add(chart(chart)));
        strings(node.putArray("unrendered"), coverage.unrendered());
        ObjectNode rules = count(coverage.ruleCount());
        strings(rules.putArray("idle"), List.copyOf(coverage.idleRules()));
        node.set("rules", rules);
        return node;
    }

    private ObjectNode chart(Coverage.Chart chart) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("chart", chart.chart());
        strings(node.putArray("targets"), chart.targets());
        counts(node, chart.total());
        ArrayNode members = node.putArray("members");
        for (Coverage.Member member : chart.members()) {
            ObjectNode one = members.addObject().put("place", member.place()).put("enabled", member.enabled());
            counts(one, member);
            ArrayNode templates = one.putArray("templates");
            member.templates().forEach(template -> templates.add(template(template)));
        }
        ArrayNode unread = node.putArray("unreadKeys");
        chart.unread().forEach(key -> unread.add(key(key)));
        return node;
    }

    private ObjectNode template(TemplateUse template) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("file", template.file());
        node.set("lines", count(template.lineCount()));
        node.set("branches", count(template.branchCount()));
        ArrayNode lines = node.putArray("missedLines");
        template.missedLines().forEach(lines::add);
        ArrayNode branches = node.putArray("missedBranches");
        for (BranchUse branch : template.missedBranches()) {
            branches.addObject()
                    .put("line", branch.line())
                    .put("column", branch.column())
                    .put("code", branch.code())
                    .put("missing", branch.missing());
        }
        return node;
    }

    private ObjectNode key(UnreadKey key) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("file", key.file());
        if (key.line() > 0) {
            node.put("line", key.line());
        }
        return node.put("key", key.key())
                .put("keysBelow", key.below())
                .put("named", key.named())
                .put("remark", key.remark())
                .put("suggestion", key.suggestion());
    }

    private void counts(ObjectNode node, Coverage.Member of) {
        node.set("lines", count(of.lines()));
        node.set("branches", count(of.branches()));
        node.set("keys", count(of.keys()));
    }

    private ObjectNode count(Count count) {
        return JsonNodeFactory.instance.objectNode().put("found", count.found()).put("hit", count.hit());
    }

    private static void strings(ArrayNode array, List<String> items) {
        items.forEach(array::add);
    }
}
