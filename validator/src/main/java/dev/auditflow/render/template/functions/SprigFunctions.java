package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import java.util.ArrayList;
import java.util.List;

/** The functions of Sprig and Helm that this engine has beside those that carry origins. */
public final class SprigFunctions {
    private SprigFunctions() {}

    /** All of them. */
    public static List<Fn> all() {
        List<Fn> all = new ArrayList<>();
        all.addAll(StringFunctions.functions());
        all.addAll(WordFunctions.functions());
        all.addAll(MathFunctions.functions());
        all.addAll(FloatFunctions.functions());
        all.addAll(ListFunctions.functions());
        all.addAll(DictFunctions.functions());
        all.addAll(TypeFunctions.functions());
        all.addAll(DateFunctions.functions());
        all.addAll(RegexFunctions.functions());
        all.addAll(SemverFunctions.functions());
        all.addAll(UrlFunctions.functions());
        all.addAll(PathFunctions.functions());
        all.addAll(EncodingFunctions.functions());
        all.addAll(JsonFunctions.functions());
        all.addAll(YamlFunctions.functions());
        all.addAll(HashFunctions.functions());
        all.addAll(RandomFunctions.functions());
        all.addAll(PasswordFunctions.functions());
        all.addAll(CertificateFunctions.functions());
        all.addAll(NetworkFunctions.functions());
        all.addAll(TomlFunctions.functions());
        return List.copyOf(all);
    }
}
