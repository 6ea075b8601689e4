package org.layergraft.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Until a traced swin_t and swin_s are a graph that can be used: Netron in Chromium and Layergraft, in turns, on the same display.
 *
 * <p>With the start of the process: from just before it until the graph has been painted and events are handled. Without: the program
 * waits with nothing open; from the file being dropped on Netron's page (it lies in the page's memory already) and from the press of its
 * name in Layergraft (which reads it from disk). Netron lays out all operators, Layergraft the modules that can be read at once.
 *
 * <p>Arguments: the folder with Netron's index.html, from a copy of its sources or an installation; rounds. Netron is served from here
 * with one script more, {@code clock.js}, that watches the page. Needs {@code chromium}.
 */
final class NetronBench {

    private static final Path CLOCK = Path.of("app", "src", "bench", "netron", "clock.js");
    private static final List<String> MODELS = List.of("swin_t", "swin_s");

    private record Told(String what, int nodes, long at) {}

    private final Path netron;
    private final HttpServer server;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private int nodes;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || !Files.exists(Path.of(arguments[0], "index.html"))) {
            throw new IllegalArgumentException("give the folder with Netron's index.html: -Dbench.model=FOLDER");
        }
        new NetronBench(Path.of(arguments[0])).compare(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3);
        System.exit(0);
    }

    private NetronBench(Path netron) throws IOException {
        this.netron = netron.toRealPath();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    private interface Measured {
        double millis() throws Exception;
    }

    private void compare(int rounds) throws Exception {
        Kit.compile("org/layergraft/bench/OpenLater.java");
        String archives = LaunchBench.layergraftArchive();
        for (String model : MODELS) {
            Path file = Kit.model(model);
            Map<String, Measured> all = new LinkedHashMap<>();
            all.put("Netron, with its start", () -> fromStart("?url=/model/" + model + ".pt"));
            all.put("Layergraft, with its start", () -> layergraft("off", file));
            all.put("Layergraft, with its start, archive of classes", () -> layergraft(archives, file));
            all.put("Netron, open already", () -> later(model));
            all.put("Layergraft, open already", () -> layergraftLater(file));
            Map<String, List<Double>> taken = new LinkedHashMap<>();
            String before = Kit.load();
            for (int round = 0; round <= rounds; round++) {
                for (var one : all.entrySet()) {
                    double millis = one.getValue().millis();
                    // The first round fills caches.
                    if (round > 0) {
                        taken.computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                                .add(millis);
                    }
                }
            }
            Kit.say(
                    "%s (%d MB) until its graph can be used, ms: median (least, most) of %d; Netron draws %d nodes;"
                            + " %s, then %s",
                    model, Files.size(file) / 1_000_000, rounds, nodes, before, Kit.load());
            taken.forEach((name, millis) -> Kit.say(
                    "  %-48s %6.0f (%6.0f, %6.0f)",
                    name, Kit.median(millis), Kit.quantile(millis, 0), Kit.quantile(millis, 1)));
        }
    }

    private static double layergraft(String archives, Path model) throws Exception {
        try (Launched window = Launched.layergraft(archives, "", model.toString())) {
            return window.millis("graph");
        }
    }

    private static double layergraftLater(Path model) throws Exception {
        String name = model.getFileName().toString().replace(".pt", "");
        var options = List.of(
                "-Dlayergraft.samples=" + model.getParent(), "-Dlayergraft.config=" + Kit.WORK.resolve("config"));
        try (Launched window = Launched.java(options, "org.layergraft.bench.OpenLater", name)) {
            long press = window.instant("press");
            return (window.instant("graph") - press) / 1000.0;
        }
    }

    private double fromStart(String query) throws Exception {
        long began = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
        return browse(query, _ -> began);
    }

    private double later(String model) throws Exception {
        return browse("?later=" + model + ".pt", pressed -> pressed.get("press"));
    }

    private double browse(String query, java.util.function.Function<Map<String, Long>, Long> from) throws Exception {
        told.clear();
        Display.name();
        String page = "http://127.0.0.1:" + server.getAddress().getPort() + "/index.html" + query;
        var chromium = Kit.start(
                List.of(
                        "chromium",
                        "--app=" + page,
                        "--user-data-dir=" + Kit.WORK.resolve("chromium"),
                        "--no-sandbox",
                        "--no-first-run",
                        "--no-default-browser-check",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-gpu",
                        "--window-size=1280,800"),
                Map.of());
        try {
            Map<String, Long> times = new HashMap<>();
            while (!times.containsKey("graph")) {
                Told one = told.poll(180, TimeUnit.SECONDS);
                if (one == null) {
                    throw new IllegalStateException("Netron shows no graph");
                }
                times.put(one.what(), one.at());
                nodes = Math.max(nodes, one.nodes());
            }
            return (times.get("graph") - from.apply(times)) / 1000.0;
        } finally {
            var children = chromium.descendants().toList();
            chromium.destroy();
            chromium.waitFor(10, TimeUnit.SECONDS);
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/told")) {
            var said = new HashMap<String, String>();
            for (String pair : exchange.getRequestURI().getQuery().split("&")) {
                said.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            told.add(new Told(said.get("what"), Integer.parseInt(said.get("nodes")), Long.parseLong(said.get("at"))));
            answer(exchange, "text/plain", new byte[0]);
        } else if (path.equals("/clock.js")) {
            answer(exchange, "text/javascript", Files.readAllBytes(CLOCK));
        } else if (path.equals("/index.html")) {
            // Netron asks elsewhere whether it needs consent; it has it.
            exchange.getResponseHeaders().add("Set-Cookie", "consent=1");
            String page = Files.readString(netron.resolve("index.html"))
                    .replaceFirst("<script ", "<script src=\"clock.js\"></script>\n<script ");
            answer(exchange, "text/html", page.getBytes(StandardCharsets.UTF_8));
        } else {
            Path root = path.startsWith("/model/") ? Kit.WORK.resolve("models") : netron;
            Path file = root.resolve(path.replaceFirst("^/(model/)?", "")).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                String type = path.endsWith(".js")
                        ? "text/javascript"
                        : path.endsWith(".json") ? "application/json" : "application/octet-stream";
                exchange.getResponseHeaders().add("Content-Type", type);
                exchange.sendResponseHeaders(200, Files.size(file));
                try (var in = Files.newInputStream(file)) {
                    in.transferTo(exchange.getResponseBody());
                }
                exchange.close();
            } else {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            }
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
