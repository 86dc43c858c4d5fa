package dev.auditflow.render.template.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes templates over {@code template/generated/values.yaml}: calls of all functions with arguments that mostly fit and
 * sometimes do not, inside all statements of the language, some of them cut or misspelt. The same seed gives the same
 * templates.
 */
final class TemplateGenerator {
    private static final int MAX_DEPTH = 3;
    private static final String RESULTS = "sbldint";

    private static final Map<Character, List<String>> ATOMS = Map.ofEntries(
            Map.entry(
                    's',
                    List.of(
                            "\"\"",
                            "\"a\"",
                            "\"Hello, Wörld!\"",
                            "\"  two  spaces \"",
                            "`raw \\n \"q\"`",
                            "\"line one\\nline two\\n\"",
                            "\"HTTPServer2xx\"",
                            "\"snake_case-and kebab\"",
                            "\"42\"",
                            "\"-7.50\"",
                            "\"0x2A\"",
                            "\"1_000\"",
                            "\"0755\"",
                            "\"true\"",
                            "\"null\"",
                            "\"日本語 text\"",
                            "\"a,b,,c\"",
                            "\"/etc/../usr//lib/x.tar.gz\"",
                            "\"&<>'\\\"\"",
                            "\"1h15m30.5s\"",
                            "\"key: value\"",
                            "\"- a\\n- b\"",
                            "\"{\\\"j\\\": [1, 2.5, null]}\"",
                            "\"dGVzdA==\"",
                            "\"ORSXG5A=\"",
                            "\"ǆ Ŀ ß İ\"",
                            "\"tab\\tend\"",
                            "\"\\x00\\x7f\\u00a0\"",
                            "\"%d%%\"",
                            "\"word\"",
                            ".Values.text.plain",
                            ".Values.text.empty",
                            ".Values.text.lines",
                            ".Values.text.wide",
                            ".Values.text.number",
                            ".Release.Name",
                            ".Chart.Name",
                            ".Release.Namespace",
                            ".Template.Name",
                            ".Values.image.tag")),
            Map.entry(
                    'i',
                    List.of(
                            "0",
                            "1",
                            "2",
                            "3",
                            "5",
                            "10",
                            "-1",
                            "-3",
                            "100",
                            "(int 4)",
                            "(len .Values.list.words)",
                            "(int .Values.number.two)",
                            "0x10",
                            "'a'",
                            "1e2",
                            "64")),
            Map.entry(
                    'n',
                    List.of(
                            "0",
                            "1",
                            "-2",
                            "7",
                            "2.5",
                            "-0.5",
                            "1e6",
                            "1e-7",
                            "12345678901234",
                            "9223372036854775807",
                            "\"3\"",
                            "\"4.75\"",
                            "\"x\"",
                            "true",
                            "0.1",
                            "1e21",
                            ".Values.number.two",
                            ".Values.number.third",
                            ".Values.number.huge",
                            ".Values.number.negative",
                            ".Values.number.tiny",
                            ".Values.text.number",
                            "(int64 9)",
                            "(float64 \"1.5\")",
                            ".Values.nothing",
                            ".Values.absent")),
            Map.entry(
                    'l',
                    List.of(
                            ".Values.list.words",
                            ".Values.list.numbers",
                            ".Values.list.mixed",
                            ".Values.list.none",
                            ".Values.list.tables",
                            ".Values.list.nested",
                            "(list)",
                            "(list 1 \"b\" 2.5 true)",
                            "(list \"z\" \"a\" \"m\" \"a\")",
                            "(until 4)",
                            "(list nil \"\" 0 false)",
                            "(list (list 1 2) (list 3))",
                            "(splitList \",\" \"p,q,r\")",
                            "(tuple 3 1 2)")),
            Map.entry(
                    'd',
                    List.of(
                            ".Values.table",
                            ".Values.table.inner",
                            ".Values.empty",
                            ".Values.image",
                            ".Values.list",
                            "(dict)",
                            "(dict \"a\" 1)",
                            "(dict \"k\" (dict \"x\" \"y\"))",
                            "(dict \"only\" (list 1 2))",
                            "(dict 1 2 true)",
                            "(fromYaml \"a: {b: 1}\")",
                            ".Values.number")),
            Map.entry('b', List.of("true", "false", ".Values.yes", ".Values.no", "(eq 1 1)", "(not 0)")),
            Map.entry(
                    'r',
                    List.of(
                            "`a+`",
                            "`[a-z]+`",
                            "`(\\w)(\\d?)`",
                            "`^\\s*`",
                            "`$`",
                            "``",
                            "`x*`",
                            "`[^,]`",
                            "`(?i)HELLO`",
                            "`(?P<first>\\w)\\w*`",
                            "`\\.`",
                            "`(`",
                            "`[`",
                            "`a**`",
                            "`(a|b)+?`",
                            "`\\bt`",
                            "`é|ö`",
                            "`.`",
                            "`\\d+\\.\\d*`",
                            "`x{2,1}`",
                            "`\\p{Lu}`")),
            Map.entry(
                    'R',
                    List.of(
                            "\"$1\"",
                            "\"[${1}]\"",
                            "\"$1x\"",
                            "\"${first}-\"",
                            "\"$$\"",
                            "\"-\"",
                            "\"\"",
                            "\"$0$2\"",
                            "\"${\"")),
            Map.entry(
                    'y',
                    List.of(
                            "\"2006-01-02\"",
                            "\"15:04:05.000\"",
                            "\"Mon, 02 Jan 2006 15:04:05 MST\"",
                            "\"Jan _2 3:04PM\"",
                            "\"2006-01-02T15:04:05Z07:00\"",
                            "\"Monday January 2 06 002 __2\"",
                            "\"20060102\"",
                            "\"05.999 -07:00 pm\"",
                            "\"\"",
                            "\"2006-01-02 15:04:05 -0700 MST\"")),
            Map.entry(
                    'Y',
                    List.of(
                            "\"2024-02-29\"",
                            "\"23:59:59.125\"",
                            "\"2024-13-01\"",
                            "\"20230615\"",
                            "\"2023-06-15T10:20:30+02:00\"",
                            "\"2023-06-15T10:20:30Z\"",
                            "\"Thu, 15 Jun 2023 10:20:30 GMT\"",
                            "\"Jun 15 4:05PM\"",
                            "\"\"",
                            "\"junk\"",
                            "\"2023-06-31\"",
                            "\"2023-06-15 10:20:30 +0530 IST\"",
                            "\"2023-06-15 10:20:30.75 -0800 PST\"")),
            Map.entry(
                    't',
                    List.of(
                            "(toDate \"2006-01-02\" \"2023-06-15\")",
                                    "(toDate \"2006-01-02 15:04:05\" \"1999-12-31 23:59:59\")",
                            "(toDate \"2006-01-02T15:04:05Z07:00\" \"2024-02-29T12:00:00+02:00\")",
                                    "(toDate \"x\" \"y\")")),
            Map.entry(
                    'T',
                    List.of(
                            "(int64 0)",
                            "(int 1700000000)",
                            "(int64 -86400)",
                            "(toDate \"2006-01-02\" \"2023-06-15\")")),
            Map.entry(
                    'z',
                    List.of(
                            "\"UTC\"",
                            "\"\"",
                            "\"Europe/Warsaw\"",
                            "\"America/New_York\"",
                            "\"Asia/Tokyo\"",
                            "\"No/Where\"",
                            "\"Local\"",
                            "\"Asia/Kolkata\"")),
            Map.entry(
                    'v',
                    List.of(
                            "\"1.2.3\"",
                            "\"v1.2.3-rc.1+b5\"",
                            "\"2\"",
                            "\"1.2\"",
                            "\"x\"",
                            "\"01.2.3\"",
                            "\"1.2.3-01\"",
                            "\"\"",
                            ".Chart.Version",
                            ".Capabilities.KubeVersion.Version",
                            "\"0.0.3\"",
                            "\"10.20.30\"")),
            Map.entry(
                    'V',
                    List.of(
                            "\">=1.2\"",
                            "\"^1.2.3\"",
                            "\"~1.2\"",
                            "\"1.x || >=2.0.0-0\"",
                            "\"1.0 - 2.0\"",
                            "\"!=1.2.3\"",
                            "\"*\"",
                            "\"<2, >1\"",
                            "\"=>1.2.3-alpha\"",
                            "\"bogus\"",
                            "\"\"",
                            "\">1 <\"",
                            "\"^0.0.3\"",
                            "\"~>1\"",
                            "\"=1.2.3\"")),
            Map.entry(
                    'u',
                    List.of(
                            "\"https://user:p%40ss@host.example:8443/a%20b/c?q=1&r=%20#frag\"",
                            "\"mailto:a@b.c\"",
                            "\"/p/q?x\"",
                            "\"//h/p\"",
                            "\"http://[::1]:80/\"",
                            "\"://bad\"",
                            "\"http://h:port/\"",
                            "\"a b\"",
                            "\"\"",
                            "\"http://h/%zz\"",
                            "\"x:y/z\"",
                            "\"http://ü.example/ä\"",
                            "\"*\"",
                            "\"1:2\"")),
            Map.entry(
                    'U',
                    List.of(
                            "(urlParse \"https://u:p@h:1/p?q#f\")",
                            "(dict \"host\" \"h\" \"path\" \"p q\")",
                            "(dict \"scheme\" \"s\" \"opaque\" \"o\")",
                            "(dict \"scheme\" 1)",
                            "(dict)",
                            "(dict \"path\" \"a:b\")",
                            "(dict \"scheme\" \"http\" \"host\" \"h\" \"userinfo\" \"a:b c\")",
                            "(dict \"fragment\" \"f f\")")),
            Map.entry(
                    'k',
                    List.of(
                            "\"string\"",
                            "\"int64\"",
                            "\"float64\"",
                            "\"map\"",
                            "\"slice\"",
                            "\"bool\"",
                            "\"invalid\"",
                            "\"map[string]interface {}\"",
                            "\"[]interface {}\"")),
            Map.entry(
                    'K',
                    List.of("\"a\"", "\"plain\"", "\"inner\"", "\"k\"", "\"missing\"", "\"x\"", "\"words\"", "\"\"")),
            Map.entry('D', List.of("\"1h\"", "\"-90m\"", "\"1.5h3s\"", "\"junk\"", "\"300ms\"", "\"0\"", "\"1d\"")),
            Map.entry(
                    'j',
                    List.of(
                            "\"{\\\"a\\\": 1}\"",
                            "\"[1, \\\"x\\\", null, true]\"",
                            "\"{\\\"a\\\": {\\\"b\\\": [1.5e3]}}\"",
                            "\"null\"",
                            "\"{\\\"a\\\": }\"",
                            "\"[1,]\"",
                            "\"\\\"s\\\\u00e9\\\"\"",
                            "\"12\"",
                            "\"{}\"",
                            "\"\"",
                            "\"tru\"",
                            "\"{\\\"a\\\": 1} x\"",
                            "\"{'a': 1}\"",
                            "\"[1 2]\"",
                            "\"-\"",
                            "\"1.\"",
                            "\"\\\"\\\\x\\\"\"",
                            "\"\\\"a\"")),
            Map.entry(
                    'J',
                    List.of(
                            "\"a: 1\\nb: [x, 2.50, ~]\"",
                            "\"- 1\\n- {k: v}\"",
                            "\"x\"",
                            "\"\"",
                            "\"a: b: c\"",
                            "\"a: [1\"",
                            "\"yes\"",
                            "\"a: |\\n  t1\\n  t2\"",
                            "\"a: 'q'\\nb: \\\"d\\\\n\\\"\"",
                            "\"{a: 1, b: {c: 2}}\"",
                            "\"a: 0o17\\nb: 017\\nc: 1e3\"",
                            "\"&a x\"",
                            "\"a: &x 1\\nb: *x\"",
                            "\"\\t- x\"",
                            "\"on: off\"",
                            "\"1: 2\"")),
            Map.entry(
                    'f',
                    List.of(
                            "\"%s\"",
                            "\"%v|%v\"",
                            "\"%d\"",
                            "\"%5.2f\"",
                            "\"%q\"",
                            "\"%x\"",
                            "\"%T\"",
                            "\"%+v\"",
                            "\"%#v\"",
                            "\"%-6s|\"",
                            "\"%06d\"",
                            "\"%t\"",
                            "\"%e\"",
                            "\"%g %G\"",
                            "\"%c%U\"",
                            "\"%[2]v %[1]v\"",
                            "\"%*d\"",
                            "\"%%\"",
                            "\"%!\"",
                            "\"%z\"",
                            "\"%o %b\"",
                            "\"% d|%+d\"",
                            "\"%.3s\"",
                            "\"%10.3v|\"",
                            "\"%X\"")));

    /** Functions with the kinds of their arguments, of which a star repeats the last, and of their result. */
    private static final List<String> CALLS = List.of(
            "upper s s",
            "lower s s",
            "title s s",
            "untitle s s",
            "swapcase s s",
            "snakecase s s",
            "camelcase s s",
            "kebabcase s s",
            "initials s s",
            "nospace s s",
            "trim s s",
            "trimAll ss s",
            "trimall ss s",
            "trimPrefix ss s",
            "trimSuffix ss s",
            "contains ss b",
            "hasPrefix ss b",
            "hasSuffix ss b",
            "replace sss s",
            "repeat is s",
            "substr iis s",
            "trunc is s",
            "abbrev is s",
            "abbrevboth iis s",
            "wrap is s",
            "wrapWith iss s",
            "plural ssi s",
            "join sl s",
            "splitList ss l",
            "split ss d",
            "splitn sis d",
            "sortAlpha l l",
            "toStrings l l",
            "quote a* s",
            "squote a* s",
            "cat a* s",
            "indent is s",
            "nindent is s",
            "toString a s",
            "hello  s",
            "regexMatch rs b",
            "mustRegexMatch rs b",
            "regexFind rs s",
            "mustRegexFind rs s",
            "regexFindAll rsi l",
            "mustRegexFindAll rsi l",
            "regexSplit rsi l",
            "mustRegexSplit rsi l",
            "regexReplaceAll rsR s",
            "mustRegexReplaceAll rsR s",
            "regexReplaceAllLiteral rsR s",
            "mustRegexReplaceAllLiteral rsR s",
            "regexQuoteMeta s s",
            "int n i",
            "int64 n n",
            "float64 n n",
            "atoi s i",
            "toDecimal n n",
            "add n* n",
            "add1 n n",
            "sub nn n",
            "mul nn* n",
            "div nn n",
            "mod nn n",
            "max nn* n",
            "min nn* n",
            "biggest nn n",
            "add1f n n",
            "addf n* n",
            "subf nn* n",
            "mulf nn* n",
            "divf nn* n",
            "maxf nn* n",
            "minf nn* n",
            "floor n n",
            "ceil n n",
            "round ni n",
            "round nin n",
            "until i l",
            "untilStep iii l",
            "seq i* s",
            "first l a",
            "mustFirst l a",
            "last l a",
            "mustLast l a",
            "rest l l",
            "mustRest l l",
            "initial l l",
            "mustInitial l l",
            "append la l",
            "mustAppend la l",
            "push la l",
            "mustPush la l",
            "prepend la l",
            "mustPrepend la l",
            "reverse l l",
            "mustReverse l l",
            "uniq l l",
            "mustUniq l l",
            "without la* l",
            "mustWithout la* l",
            "has al b",
            "mustHas al b",
            "compact l l",
            "mustCompact l l",
            "slice li* l",
            "mustSlice lii l",
            "chunk il l",
            "mustChunk il l",
            "concat l* l",
            "list a* l",
            "tuple a* l",
            "index li a",
            "index dK a",
            "len l i",
            "len d i",
            "len s i",
            "dict Ka d",
            "get dK a",
            "set dKa d",
            "unset dK d",
            "hasKey dK b",
            "pluck Kd* l",
            "pick dK* d",
            "omit dK* d",
            "dig KKad a",
            "dig Kad a",
            "merge dd* d",
            "mustMerge dd* d",
            "mergeOverwrite dd* d",
            "mustMergeOverwrite dd* d",
            "deepCopy a a",
            "mustDeepCopy a a",
            "deepEqual aa b",
            "default aa a",
            "coalesce a* a",
            "empty a b",
            "all a* b",
            "any a* b",
            "ternary aab a",
            "kindOf a s",
            "kindIs ka b",
            "typeOf a s",
            "typeIs ka b",
            "typeIsLike ka b",
            "toJson a s",
            "mustToJson a s",
            "toPrettyJson a s",
            "mustToPrettyJson a s",
            "toRawJson a s",
            "mustToRawJson a s",
            "fromJson j d",
            "mustFromJson j a",
            "fromJsonArray j l",
            "toYaml a s",
            "fromYaml J d",
            "fromYamlArray J l",
            "b64enc s s",
            "b64dec s s",
            "b32enc s s",
            "b32dec s s",
            "sha256sum s s",
            "date yT s",
            "dateInZone yTz s",
            "date_in_zone yTz s",
            "htmlDate T s",
            "htmlDateInZone Tz s",
            "dateModify Dt t",
            "mustDateModify Dt t",
            "date_modify Dt t",
            "toDate yY t",
            "mustToDate yY t",
            "unixEpoch t s",
            "duration n s",
            "durationRound D s",
            "semver v a",
            "semverCompare Vv b",
            "urlParse u d",
            "urlJoin U s",
            "base s s",
            "dir s s",
            "clean s s",
            "ext s s",
            "isAbs s b",
            "osBase s s",
            "osDir s s",
            "osClean s s",
            "osExt s s",
            "osIsAbs s b",
            "required sa a",
            "print a* s",
            "println a* s",
            "printf fa* s",
            "html a s",
            "js a s",
            "urlquery a s",
            "and a* a",
            "or a* a",
            "not a b",
            "eq aa b",
            "eq nn b",
            "eq ss b",
            "ne aa b",
            "lt nn b",
            "le nn b",
            "gt nn b",
            "ge ss b",
            "tpl s. s",
            "getHostByName s s",
            "lookup ssss d",
            "toYamlPretty a s",
            "toToml d s",
            "fromToml s d",
            "sha1sum s s",
            "sha512sum s s",
            "adler32sum s s");

    private static final List<String> STATEMENTS = List.of(
            "{{ $e }}",
            "{{- $e -}}",
            "a {{ $e -}} b",
            "x: {{ $e | quote }}",
            "{{ $e | toJson }}",
            "{{ $e }}",
            "{{ printf \"%v %T\" ($e) ($e) }}",
            "k:\n  {{- toYaml ($e) | nindent 2 }}",
            "{{ if $e }}yes{{ else }}no{{ end }}",
            "{{ if $e }}1{{ else if $e }}2{{ else }}3{{ end }}",
            "{{ with $e }}[{{ . }}]{{ else }}none{{ end }}",
            "{{ with $v := $e }}{{ $v }}{{ end }}",
            "{{ with $e }}{{ .x }}{{ else with $e }}{{ . }}{{ end }}",
            "{{ range $e }}<{{ . }}>{{ else }}empty{{ end }}",
            "{{ range $i, $x := $e }}{{ $i }}:{{ $x }};{{ end }}",
            "{{ range $x := $e }}{{ if eq (toString $x) \"b\" }}{{ continue }}{{ end }}{{ $x }},{{ end }}",
            "{{ range $i, $x := $e }}{{ if $i }}{{ break }}{{ end }}{{ $x }}{{ end }}.",
            "{{ $x := $e }}{{ $x = $e }}{{ $x }}{{ if true }}{{ $x := 1 }}{{ $x }}{{ end }}{{ $x }}",
            "{{ define \"p\" }}({{ . }}){{ end }}{{ template \"p\" $e }}",
            "{{ define \"p\" }}({{ . }}){{ end }}{{ include \"p\" ($e) | indent 2 }}",
            "{{ block \"q\" $e }}<{{ . }}>{{ end }}",
            "{{ tpl \"{{ .Release.Name }}-{{ . | len }}\" . }}{{ $e }}",
            "{{ $d := deepCopy .Values.table }}{{ $_ := set $d \"n\" ($e) }}{{ $d | toJson }}",
            "{{/* note */}}{{ $e }}{{- /* trim */ -}} z",
            "{{ ($e) }}{{ (dict \"k\" ($e)).k }}",
            "{{ $e | default \"fallback\" | quote }}",
            "{{ list ($e) ($e) | toYaml }}",
            "{{ .Values.table.plain }}{{ $e }}{{ .Values.absent.deep }}",
            "{{ $e }}{{ include \"none\" . }}",
            "{{ range $k, $x := .Values.table }}{{ $k }}={{ $x }} {{ end }}{{ $e }}",
            "{{ $e | kindOf }}/{{ $e | typeOf }}",
            "{{ range until 3 }}{{ . }}{{ $.Release.Name }}{{ end }}{{ $e }}",
            "{{ fail (print ($e)) }}",
            "{{ ($e).plain }}",
            "{{ ($e).x.y }}",
            "{{ define \"r\" }}{{ if gt (int .) 0 }}{{ . }}{{ include \"r\" (sub (int .) 1) }}{{ end }}{{ end }}{{"
                    + " include \"r\" 3 }}{{ $e }}");

    private final Random random;

    TemplateGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** The next template. */
    String next() {
        String statement = one(STATEMENTS);
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int mark = statement.indexOf("$e"); mark >= 0; mark = statement.indexOf("$e", at)) {
            out.append(statement, at, mark).append(call('*', 0));
            at = mark + 2;
        }
        out.append(statement.substring(at));
        return random.nextInt(20) == 0 ? broken(out.toString()) : out.toString();
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A call without parentheses, sometimes as a pipeline. A star stands for any result. */
    private String call(char result, int depth) {
        String[] call = one(CALLS).split(" ", -1);
        for (int tries = 0; tries < 300 && result != '*' && call[2].charAt(0) != result; tries++) {
            call = one(CALLS).split(" ", -1);
        }
        List<String> words = arguments(call[1], depth);
        if (words.isEmpty()) {
            return call[0];
        }
        if (random.nextInt(3) == 0) {
            String last = words.removeLast();
            return last + " | " + call[0] + (words.isEmpty() ? "" : " " + String.join(" ", words));
        }
        return call[0] + " " + String.join(" ", words);
    }

    private List<String> arguments(String kinds, int depth) {
        List<String> words = new ArrayList<>();
        boolean repeats = kinds.endsWith("*");
        String fixed = repeats ? kinds.substring(0, kinds.length() - 1) : kinds;
        for (int i = 0; i < fixed.length(); i++) {
            words.add(argument(fixed.charAt(i), depth));
        }
        for (int i = repeats ? random.nextInt(3) : 0; i > 0; i--) {
            words.add(argument(fixed.charAt(fixed.length() - 1), depth));
        }
        int odd = random.nextInt(90);
        if (odd == 0 && !words.isEmpty()) {
            words.removeLast();
        } else if (odd == 1) {
            words.add(argument('a', depth));
        }
        return words;
    }

    private String argument(char kind, int depth) {
        if (kind == '.') {
            return ".";
        }
        boolean any = kind == 'a' || random.nextInt(50) == 0;
        char wanted = any ? "snlldbsnij".charAt(random.nextInt(10)) : kind;
        if (depth < MAX_DEPTH && random.nextInt(3) == 0 && RESULTS.indexOf(wanted) >= 0) {
            return "(" + call(wanted, depth + 1) + ")";
        }
        return one(ATOMS.get(wanted));
    }

    /** A template with one character or word wrong. */
    private String broken(String template) {
        int at = random.nextInt(template.length());
        return switch (random.nextInt(6)) {
            case 0 -> template.substring(0, at) + template.substring(at + 1);
            case 1 -> template.substring(0, at);
            case 2 ->
                template.substring(0, at)
                        + one(List.of(
                                "{{", "}}", "(", ")", "|", "\"", "`", "'", ".", "$", ",", ":=", "\n", "\r\n", "\t", "é",
                                "\u0000"))
                        + template.substring(at);
            case 3 ->
                template
                        + one(List.of(
                                "{{ end }}",
                                "{{ else }}",
                                "{{ break }}",
                                "{{ define \"d\" }}",
                                "{{ $undefined }}",
                                "{{ nofunc }}",
                                "{{",
                                "{{ /* x */ }}",
                                "{{/* x",
                                "{{ 1.2.3 }}",
                                "{{ 08 }}",
                                "{{ 'ab' }}",
                                "{{ 1 | upper }}",
                                "{{ if }}x{{ end }}",
                                "{{ range $a, $b, $c := . }}{{ end }}"));
            case 4 -> template.replaceFirst("\\}\\}", "}");
            default -> template.replaceFirst(" ", "");
        };
    }
}
