package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** What holds for the reports of any run. */
@Domain(RunDomain.class)
public class ReportProperties {
    private static final List<String> LINES = List.of(
            "</mark></ol><script>document.title = 3</script>", "<img src=x onerror='document.title = 4'>", "{{rules}}");

    @Property(tries = 300)
    void jsonReadsBackAsTheSameRun(@ForAll Run run) throws Exception {
        assertThat(JsonReader.read(new JsonReport().write(run))).isEqualTo(run);
    }

    @Property(tries = 200)
    void mergingLosesNothing(@ForAll Run run) {
        List<MergedFinding> merged = MergedFinding.of(run);
        for (int i = 0; i < run.verdicts().size(); i++) {
            int index = i;
            List<Finding> expanded = new ArrayList<>();
            for (MergedFinding one : merged) {
                one.occurrences().stream()
                        .filter(occurrence -> occurrence.verdict() == index)
                        .forEach(occurrence -> expanded.add(at(one.finding(), occurrence)));
            }
            assertThat(expanded)
                    .containsExactlyInAnyOrderElementsOf(run.verdicts().get(i).findings());
        }
    }

    /** Reports that merge have the order of those that do not, without what was there before. */
    @Property(tries = 200)
    void mergedFindingsStandWhereTheFirstTargetHasThem(@ForAll Run run) {
        List<MergedFinding> merged = MergedFinding.of(run);
        assertThat(merged.stream().map(MergedFinding::firstVerdict).toList()).isSorted();
        for (int i = 0; i < run.verdicts().size(); i++) {
            int index = i;
            List<Finding> here = merged.stream()
                    .filter(one -> one.firstVerdict() == index)
                    .map(MergedFinding::finding)
                    .toList();
            if (!here.isEmpty()) {
                assertThat(run.verdicts().get(i).findings()).containsSubsequence(here);
            }
        }
    }

    private static Finding at(Finding finding, MergedFinding.Occurrence occurrence) {
        return new Finding(
                finding.rule(),
                finding.check(),
                finding.severity(),
                finding.message(),
                finding.resource(),
                finding.path(),
                occurrence.location(),
                finding.remedy());
    }

    /** A CI system that reads only one of the reports must see that the run did not pass. */
    @Property(tries = 200)
    void noFormatIsGreenUnlessTheRunPasses(@ForAll Run run) throws Exception {
        boolean passed = run.outcome() == Outcome.PASS;
        String word = run.outcome().word();
        assertThat(new TextReport(false).write(run).lines().toList().getLast())
                .startsWith(word.toUpperCase(java.util.Locale.ROOT));
        assertThat(new TapReport().write(run).lines().anyMatch(line -> line.startsWith("not ok")))
                .isEqualTo(!passed);
        String junit = new JunitReport().write(run);
        assertThat(junit.contains("<failure ") || junit.contains("<error ")).isEqualTo(!passed);
        String github = new GithubReport(RepositoryFiles.unchanged(), Set.of()).write(run);
        assertThat(github.lines().anyMatch(line -> line.startsWith("::error "))).isEqualTo(!passed);
        assertThat(new MarkdownReport()
                        .write(run)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .contains("✅"))
                .isEqualTo(passed);
        assertThat(new HtmlReport().write(run)).contains("data-outcome=\"" + word + "\"");
        JsonNode sarif = new ObjectMapper().readTree(new SarifReport(RepositoryFiles.unchanged()).write(run));
        assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").asBoolean())
                .isEqualTo(run.outcome() != Outcome.ERROR);
    }

    @Property(tries = 200)
    void nothingInARunGivesTheRunnerACommandOrTheTerminalAnEscape(@ForAll Run run) {
        String text = new TextReport(false).write(run);
        assertThat(text.lines()).noneMatch(line -> line.stripLeading().startsWith("::"));
        String github = new GithubReport(RepositoryFiles.unchanged(), Set.of()).write(run);
        long commands = github.lines().filter(line -> line.startsWith("::")).count();
        assertThat(github.lines().count()).isEqualTo(commands + 1);
        for (String report : List.of(text, github, new TapReport().write(run), new MarkdownReport().write(run))) {
            assertThat(report.chars()).noneMatch(c -> (c < ' ' && c != '\n' && c != '\t') || c == 0x202e);
        }
    }

    @Property(tries = 200)
    void tapPlansExactlyItsPoints(@ForAll Run run) {
        List<String> lines = new TapReport().write(run).lines().toList();
        List<String> points = lines.stream()
                .filter(line -> line.startsWith("ok ") || line.startsWith("not ok "))
                .toList();
        assertThat(lines.get(1)).isEqualTo("1.." + points.size());
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i)).contains("ok " + (i + 1) + " - ");
        }
    }

    @Property(tries = 200)
    void annotationsStayUnderTheCap(@ForAll Run run) {
        String github = new GithubReport(RepositoryFiles.unchanged(), Set.of()).write(run);
        for (String command : List.of("::error ", "::warning ", "::notice ")) {
            assertThat(github.lines().filter(line -> line.startsWith(command)).count())
                    .isLessThanOrEqualTo(10);
        }
    }

    @Property(tries = 200)
    void htmlHoldsNoMarkupOfTheRun(@ForAll Run run) {
        String html = new HtmlReport(hostileLines(run)).write(run);
        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html.split("</script", -1)).hasSize(2);
        assertThat(html).doesNotContain("<img").doesNotContain("javascript:");
        long findings = run.verdicts().stream()
                .flatMap(verdict -> verdict.findings().stream())
                .filter(finding -> finding.severity() == Severity.DENY)
                .count();
        assertThat(html.contains("<details class=\"finding deny\"")).isEqualTo(findings > 0);
    }

    /** Lines around every place that has one. */
    public static Excerpts hostileLines(Run run) {
        Map<Excerpts.At, List<Excerpt>> all = new HashMap<>();
        for (Verdict verdict : run.verdicts()) {
            for (Finding finding : verdict.findings()) {
                Location location = finding.location();
                Stream<Place> values = location.origin().values().stream().map(Origin.ValueOrigin::place);
                Stream<Place> places = Stream.concat(
                        Stream.of(location.rendered(), location.origin().template()), values);
                all.put(
                        new Excerpts.At(verdict.target(), location),
                        places.map(place -> new Excerpt(place, place.line(), LINES))
                                .toList());
            }
        }
        return new Excerpts(all);
    }
}
