package dev.auditflow.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point. Commands that need no server answer without starting Quarkus. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("hello " + args.length);
    }
}
