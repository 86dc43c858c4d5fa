import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Brings the classes of an archive to the class file version of Java 17, with the stack maps that it asks for. The JVM keeps
 * no class of before Java 6 in its AOT cache and checks each anew at every start.
 */
final class CurrentClasses {
    private static final int JAVA_17 = 61;

    public static void main(String[] args) throws IOException {
        for (String name : args) {
            Path archive = Path.of(name);
            Path made = archive.resolveSibling(archive.getFileName() + ".new");
            try (JarFile in = new JarFile(archive.toFile());
                    JarOutputStream out = new JarOutputStream(Files.newOutputStream(made))) {
                rewrite(in, out);
            }
            Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void rewrite(JarFile in, JarOutputStream out) throws IOException {
        ClassHierarchyResolver inside = ClassHierarchyResolver.ofResourceParsing(type -> open(in, type.descriptorString()));
        ClassFile format = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(inside.orElse(ClassHierarchyResolver.defaultResolver())),
                ClassFile.StackMapsOption.STACK_MAPS_WHEN_REQUIRED);
        Enumeration<JarEntry> entries = in.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            byte[] bytes = in.getInputStream(entry).readAllBytes();
            JarEntry copy = new JarEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            out.putNextEntry(copy);
            out.write(entry.getName().endsWith(".class") ? current(format, bytes) : bytes);
            out.closeEntry();
        }
    }

    private static InputStream open(JarFile in, String descriptor) {
        try {
            JarEntry entry = in.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
            return entry == null ? null : in.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] current(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= JAVA_17 || model.isModuleInfo()) {
            return bytes;
        }
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return format.transformClass(model, code.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_17, 0);
            } else {
                builder.with(element);
            }
        }));
    }
}
