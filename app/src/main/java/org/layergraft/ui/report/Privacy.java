package org.layergraft.ui.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes out of a text where somebody's files lie and who they are: folders that are known to be theirs, then the folders of every other
 * absolute path, then their name. Names of files stay, and so do names of parameters and steps, which only look like paths.
 */
public final class Privacy {

    private static final String HIDDEN = "…/";

    /**
     * Folders below one that is known to be a folder: all up to the last slash, whatever is in their names, as words between two paths
     * look the same as words in a name. Too much is taken out rather than too little. It ends with the line, at ": " and where JSON
     * goes on; a slash after a space begins another path, and so does one after a home's mark.
     */
    private static final String BELOW =
            "(?:(?:(?!:[\\s/\\\\]|\"[,:]\")[^/\\\\\\r\\n]){0,254}+(?<![\\s:]|\\s~|<temp>)[\\\\/]+)*+";

    /** A folder on this disk, a drive's or a share's; what begins in the middle of a word or of an address is none. */
    private static final Pattern ABSOLUTE = Pattern.compile(
            "(?<![\\w.~/\\\\<>-])(?:file:/{1,3}(?=[\\w~<])|(?=/(?!/)|[\\\\~<]|[A-Za-z]:[\\\\/]))((?:[A-Za-z]:|~|<temp>|\\\\\\\\)?[\\\\/]*"
                + "(?:[^\\s\\\\/:*?\"'<>|(),;]+[\\\\/]+)+" + BELOW + ")([^\\s\\\\/:*?\"'<>|(),;]*)");

    /** Also words of PyTorch and of this program; nobody is known by them. */
    private static final List<String> NOBODY = List.of("root", "user", "admin", "");

    private record Rule(Pattern found, String instead) {
        String apply(String text) {
            return found.matcher(text)
                    .replaceAll(m -> Matcher.quoteReplacement(
                            m.groupCount() == 0
                                            || m.group(1) == null
                                            || m.group(1).isEmpty()
                                    ? instead
                                    : instead + HIDDEN));
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final List<Rule> names = new ArrayList<>();
    private final String home;
    private final String temp;
    private final Collection<String> folders;
    private final Collection<String> people;

    /**
     * @param home and {@code temp}: absolute, as this system or another writes them; "" where there is none
     * @param folders whose files are to go by their names only
     * @param people names of the user and of the machine
     */
    public Privacy(String home, String temp, Collection<String> folders, Collection<String> people) {
        record Known(String folder, String instead) {}
        this.home = home;
        this.temp = temp;
        this.folders = List.copyOf(folders);
        this.people = List.copyOf(people);
        Stream.concat(
                        folders.stream().map(f -> new Known(f, "")),
                        Stream.of(new Known(temp, "<temp>/"), new Known(home, "~/")))
                .filter(k -> !parts(k.folder()).isEmpty())
                // What lies in another comes first.
                .sorted(Comparator.comparingInt((Known k) -> -k.folder().length()))
                .forEach(k -> rules.add(new Rule(folder(k.folder()), k.instead())));
        people.stream()
                .filter(name -> !NOBODY.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> names.add(new Rule(
                        Pattern.compile("(?<![\\w])" + Pattern.quote(name) + "(?![\\w])", Pattern.CASE_INSENSITIVE),
                        "<someone>")));
    }

    /** Whoever runs this program, with these files. */
    public static Privacy ofUser(Collection<Path> files) {
        var environment = System.getenv();
        var people = Stream.of(
                        System.getProperty("user.name", ""),
                        environment.getOrDefault("COMPUTERNAME", ""),
                        environment.getOrDefault("HOSTNAME", ""))
                .toList();
        return new Privacy(
                System.getProperty("user.home", ""),
                System.getProperty("java.io.tmpdir", ""),
                foldersOf(files),
                people);
    }

    /** With these files, too, which are to go by their names only. */
    Privacy knowing(Collection<Path> files) {
        return new Privacy(
                home,
                temp,
                Stream.concat(folders.stream(), foldersOf(files).stream()).toList(),
                people);
    }

    private static List<String> foldersOf(Collection<Path> files) {
        return files.stream()
                .map(file -> file.toAbsolutePath().normalize().getParent())
                .filter(parent -> parent != null)
                .map(Path::toString)
                .distinct()
                .toList();
    }

    /** The same text, with nothing in it that is nobody else's business. */
    public String without(String text) {
        String left = text;
        for (Rule rule : rules) {
            left = rule.apply(left);
        }
        left = ABSOLUTE.matcher(left).replaceAll(found -> Matcher.quoteReplacement(shortened(found)));
        for (Rule name : names) {
            left = name.apply(left);
        }
        return left;
    }

    private static String shortened(MatchResult found) {
        String folders = found.group(1);
        String anchor = folders.startsWith("~") ? "~/" : folders.startsWith("<temp>") ? "<temp>/" : "";
        boolean deep = parts(folders).size() > (anchor.isEmpty() ? 0 : 1);
        return anchor + (deep ? HIDDEN : anchor.isEmpty() ? "/" : "") + found.group(2);
    }

    private static List<String> parts(String folder) {
        return Stream.of(folder.split("[\\\\/]+")).filter(p -> !p.isEmpty()).toList();
    }

    /** However it is written: with either slash, as JSON doubles them, as an address, in other case where Windows does not care. */
    private static Pattern folder(String folder) {
        String inside = parts(folder).stream()
                .map(part ->
                        Stream.of(part.split(" ", -1)).map(Pattern::quote).collect(Collectors.joining("(?: |%20)")))
                .collect(Collectors.joining("[\\\\/]+"));
        boolean windows = folder.contains("\\");
        String before = windows
                ? "(?:file:/+)?(?<![A-Za-z0-9])" + (folder.startsWith("\\\\") ? "[\\\\/]{2,}" : "")
                : "(?:file:/*(?=/))?(?<![\\w.~])/";
        return Pattern.compile(
                before + inside + "(?:[\\\\/]+(" + BELOW + ")|(?![\\w.-]|[^\\x00-\\x7f]))",
                windows ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    }
}
