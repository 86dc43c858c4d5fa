package dev.auditflow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.Run;
import dev.auditflow.cli.FrontDoor;
import dev.auditflow.report.HtmlReport;
import dev.auditflow.report.ReportProperties;
import dev.auditflow.report.SampleRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The html report as people meet it: the page of the example in {@code docs/examples/shop}, in a real browser. {@code
 * AUDITFLOW_UPDATE=true} takes the README's picture of it.
 */
class ReportPageTest {
    private static final Path EXAMPLE =
            Path.of("../docs/examples/shop").toAbsolutePath().normalize();
    private static final Path PICTURE = Path.of("../docs/images/report.png");
    private static final String SHOWN = "document.querySelectorAll('.finding:not([hidden])').length";

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static Path report;

    @BeforeAll
    static void writeReport() throws Exception {
        chromium = Chromium.start();
        report = folder.resolve("report.html");
        FrontDoor.Result result =
                FrontDoor.process(EXAMPLE, Map.of(), new byte[0], "validate", "--coverage", "-o", "html=" + report);
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
    }

    @AfterAll
    static void close() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static Page page() {
        return chromium.page().size(1280, 900).open(report, "");
    }

    @Test
    void asksForNothingAndComplainsAboutNothing() {
        Page page = page();
        page.eval("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(page.requests()).containsExactly(report.toUri().toString());
        assertThat(page.complaints()).isEmpty();
        assertThat(page.text("document.querySelector('h1').textContent")).isEqualTo("FAIL 3 of 3 targets did not pass");
    }

    @Test
    void nothingButItsOwnScriptRuns() {
        Page page = page();
        page.eval("document.body.insertAdjacentHTML('beforeend',"
                + " '<img src=\"https://example.com/x.png\" onerror=\"document.title = 1\"><b style=\"color: red\">')");
        page.eval(
                "document.body.appendChild(Object.assign(document.createElement('script'), {text: 'document.title = 2'}))");
        assertThat(page.text("fetch('https://example.com/').then(() => 'sent', () => 'refused')"))
                .isEqualTo("refused");
        assertThat(page.text("document.title")).startsWith("FAIL");
        assertThat(page.complaints().toString())
                .contains("script-src", "style-src", "img-src", "connect-src", "script-src-attr");
    }

    @Test
    void searchesFiltersAndGroups() {
        Page page = page();
        int all = page.number(SHOWN);
        page.press("/").type("livenesPROBE deployment").until(SHOWN + " === 1");
        assertThat(page.text("document.getElementById('shown').textContent")).isEqualTo("1 of " + all + " findings");
        page.press("Escape").press("c").until(SHOWN + " === " + all);

        page.eval("document.querySelector('button.count.deny').click()");
        int denied = page.number(SHOWN);
        assertThat(denied).isEqualTo(page.number("document.querySelectorAll('.finding.deny').length"));
        page.eval("document.querySelector('.chip[data-target=\"shop/prod@1.35\"]').click()");
        assertThat(page.number(SHOWN)).isLessThan(denied);
        assertThat(page.text("location.hash")).isEqualTo("#target=shop%2Fprod%401.35&severity=deny");
        page.press("c");

        page.eval("var group = document.getElementById('group'); group.value = 'rule';"
                + " group.dispatchEvent(new Event('change'))");
        assertThat(page.text("document.querySelector('.group h3').textContent"))
                .isEqualTo("AF002  A value has the wrong type 2 findings");
        assertThat(page.number(SHOWN)).isEqualTo(all);
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void anAddressShowsWhatItsSenderSaw() {
        Page page = chromium.page().open(report, "#q=nothing-like-this");
        assertThat(page.number(SHOWN)).isZero();
        assertThat(page.eval("document.getElementById('nothing').hidden").asBoolean())
                .isFalse();
        page.go("#rule=AF601&group=file&target=shop%2Fdev%401.34").until(SHOWN + " === 1");
        page.go("#rule-AF601").until("document.getElementById('rule-AF601').closest('details').open");
    }

    @Test
    void showsTheRenderingTheTemplateAndTheValuesWithTheLineMarked() {
        Page page = chromium.page().open(report, "#rule=AF002&target=shop%2Fdev%401.34");
        page.press("e");
        String marked = "[...document.querySelectorAll('.finding:not([hidden]) figure')].map(one =>"
                + " one.querySelector('b').textContent + ' ' + one.querySelector('mark').textContent.trim()).join('\\n')";
        assertThat(page.text(marked)).isEqualTo("""
                        rendered replicas: "1"
                        template replicas: {{ .Values.replicas | quote }}
                        value replicas: 1""");
        assertThat(
                        page.text(
                                "[...document.querySelectorAll('.finding:not([hidden]) ol')].map(one => one.getBoundingClientRect())"
                                        + ".every((box, i, all) => i === 0 || box.left > all[i - 1].right) ? 'side by side' : 'stacked'"))
                .isEqualTo("stacked");
        page.size(1280, 900);
        assertThat(
                        page.text(
                                "[...document.querySelectorAll('.finding:not([hidden]) ol')].map(one => one.getBoundingClientRect())"
                                        + ".every((box, i, all) => i === 0 || box.left > all[i - 1].right) ? 'side by side' : 'stacked'"))
                .isEqualTo("side by side");
    }

    @Test
    void holdsNoPasswordOfTheChart() throws Exception {
        assertThat(Files.readString(report)).doesNotContain("hunter2", "swordfish", "change-me");
    }

    @Test
    void worksWithTheKeyboardAlone() {
        Page page = page();
        page.press("Tab");
        assertThat(page.text("document.activeElement.textContent")).isEqualTo("Skip to the findings");
        page.press("j").press("j");
        String focused = "document.activeElement.closest('.finding').querySelector('b').textContent";
        assertThat(page.text(focused)).isEqualTo("AF002");
        page.press("Enter");
        assertThat(page.eval("document.activeElement.closest('.finding').open").asBoolean())
                .isTrue();
        assertThat(page.text("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        page.press("o").press("k");
        assertThat(page.text(focused)).isEqualTo("AF001");
        page.press("?");
        assertThat(page.eval("document.getElementById('keys').open").asBoolean())
                .isTrue();
        page.press("Escape").until("!document.getElementById('keys').open");
        page.press("t");
        assertThat(page.text("document.documentElement.dataset.theme")).isEqualTo("dark");
        assertThat(page.nameless()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,375", "dark,375"})
    void canBeReadOnAnyScreen(String scheme, int width) throws Exception {
        Page page = chromium.page().scheme(scheme).size(width, 800).open(report, "");
        page.eval("document.querySelectorAll('details').forEach(one => one.open = true)");
        page.eval(Files.readString(Path.of("src/test/resources/browser/contrast.js")));
        assertThat(page.eval("faint(4.5)").toString()).isEqualTo("[]");
        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(page.nameless()).isEmpty();
    }

    @Test
    void worksWithoutScript() {
        Page page = chromium.page().withoutScript().size(1280, 900).open(report, "");
        assertThat(page.number(SHOWN)).isEqualTo(16);
        assertThat(page.eval("document.getElementById('bar').checkVisibility()").asBoolean())
                .as("what only a script can do is not offered")
                .isFalse();
        assertThat(page.eval(
                                "[...document.querySelectorAll('button:not([disabled])')].filter(one => one.checkVisibility())"
                                        + ".map(one => one.className)")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void printsEverything() {
        Page page = page();
        page.eval("window.dispatchEvent(new Event('beforeprint'))");
        page.send("Emulation.setEmulatedMedia", "media", "print");
        assertThat(page.number("document.querySelectorAll('.finding:not([open])').length"))
                .isZero();
        assertThat(page.eval("document.getElementById('bar').checkVisibility()").asBoolean())
                .isFalse();
        assertThat(page.text("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        page.eval("window.dispatchEvent(new Event('afterprint'))");
        assertThat(page.number("document.querySelectorAll('.finding[open]').length"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile", "merged", "empty", "error"})
    void anyRunGivesAPageThatStandsByItself(String name) throws Exception {
        Path file = folder.resolve(name + ".html");
        Run run = SampleRuns.named(name);
        Files.writeString(file, new HtmlReport(ReportProperties.hostileLines(run)).write(run));
        Page page = chromium.page().size(375, 800).open(file, "");
        page.eval("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(page.requests()).containsExactly(file.toUri().toString());
        assertThat(page.complaints()).isEmpty();
        assertThat(page.eval(
                                "document.images.length + document.scripts.length + document.querySelectorAll('i, ease').length")
                        .asInt())
                .isEqualTo(1);
        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(375);
        assertThat(page.eval("document.getElementById('bar').checkVisibility()").asBoolean())
                .as("there is something to search in")
                .isEqualTo(page.number(SHOWN) > 0);
    }

    @Test
    void theReadmeHasAPicture() throws Exception {
        Page page = chromium.page().scheme("light").size(1200, 1020).open(report, "");
        page.eval("document.querySelector('.finding').open = false;"
                + " document.querySelectorAll('.finding')[1].open = true;");
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            Files.createDirectories(PICTURE.getParent());
            Files.write(PICTURE, page.screenshot());
        }
        assertThat(PICTURE).exists();
        assertThat(Files.size(PICTURE)).isLessThanOrEqualTo(250 * 1024);
        assertThat(Files.readString(Path.of("../README.md"))).contains("(docs/images/report.png)");
        assertThat(List.of("AF001", "AF002"))
                .allMatch(rule -> page.text("document.body.innerText").contains(rule));
    }
}
