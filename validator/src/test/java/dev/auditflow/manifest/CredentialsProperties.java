package dev.auditflow.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A text is searched by hand; patterns over the whole text, which are slower, say the same. */
class CredentialsProperties {
    private static final Pattern ASSIGNED =
            Pattern.compile("(?:([\\w.\\-]{1,80})[\"']?(?!\\s+:['\"])\\s*[:=]|(-[\\w.\\-]{1,80})\\s)"
                    + "\\s*(?!(?:true|false|null|none|~|\"\"|'')\\s*$)(?!\\$[({]|\\{\\{)(?=[^\\s:=])");

    private static final Pattern SHAPE = Pattern.compile(
            "-----BEGIN |AKIA[0-9A-Z]{12}|gh[a-z]_\\w{16}|github_pat_"
                    + "|glpat-|xox[a-z]-|eyJ[\\w-]{8,}\\.|\\bsk[-_]\\w{16}|://[^/\\s:@]*:[^/\\s@]+@|(?i:basic|bearer) [\\w+/=.-]{12}");

    @Property(tries = 5000)
    void textsAreTheSameByPatterns(@ForAll("texts") String text) {
        assertThat(Credentials.mayStandIn(text)).isEqualTo(byPatterns(text));
    }

    private static boolean byPatterns(String text) {
        Matcher assigned = ASSIGNED.matcher(text);
        boolean found = SHAPE.matcher(text).find();
        while (!found && assigned.find()) {
            found = Credentials.isName(assigned.group(1) == null ? assigned.group(2) : assigned.group(1));
        }
        return found;
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "password",
                "PASSWORD",
                "db.pass-word",
                "api_key",
                "tokenName",
                "token",
                "--token",
                "-",
                "--",
                "secretRef",
                "a",
                "x1",
                "=",
                ":",
                " ",
                "\n",
                "\t",
                "\"",
                "'",
                "''",
                "true",
                "null",
                "~",
                "$(",
                "{{",
                "${",
                " :'",
                "://",
                "@",
                "/",
                "é",
                "-----BEGIN ",
                "AKIA0123456789AB",
                "ghp_",
                "github_pat_",
                "glpat-",
                "xoxb-",
                "eyJ",
                "01234567.",
                "sk-",
                "sk_",
                "0123456789abcdef",
                "Basic ",
                "bEARER ",
                "\u212a",
                "averylongnamethatgoeson-and.on_and.on-and.on_and.on-and.on_and.on");
        return parts.list().ofMaxSize(14).map(all -> String.join("", all));
    }
}
