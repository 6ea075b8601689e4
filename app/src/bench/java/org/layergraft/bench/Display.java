package org.layergraft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** The display that measured windows are on: this machine's, else an Xvfb of our own, which ends with this process. */
final class Display {

    private static String name = "";

    private Display() {}

    static synchronized String name() throws IOException {
        if (name.isEmpty()) {
            String given = System.getenv().getOrDefault("DISPLAY", "");
            name = given.isEmpty() ? virtual() : given;
        }
        return name;
    }

    private static String virtual() throws IOException {
        var xvfb = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
                .redirectError(Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(xvfb::destroy));
        var said = new BufferedReader(new InputStreamReader(xvfb.getInputStream(), StandardCharsets.UTF_8));
        return ":" + said.readLine().strip();
    }
}
