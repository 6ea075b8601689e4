package org.layergraft.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Chinese is punctuated as Chinese is. */
class ChineseTest {

    private static final Pattern NARROW =
            Pattern.compile("\\p{IsHan}[,:;!?()]|[,:;!?()]\\p{IsHan}|\\p{IsHan}\\.(?:\\s|$|\\p{IsHan})");

    @Test
    void noTextHasAsciiPunctuationBesideChineseCharacters() throws IOException {
        var found = new ArrayList<String>();
        var bundles = bundles();
        assertTrue(bundles.size() >= 9, bundles::toString);
        for (Path bundle : bundles) {
            var texts = new Properties();
            try (var reader = Files.newBufferedReader(bundle)) {
                texts.load(reader);
            }
            texts.forEach((key, text) -> {
                if (NARROW.matcher((String) text).find()) {
                    found.add(bundle.getParent().getFileName() + ": " + key + "=" + text);
                }
            });
        }
        assertEquals(List.of(), found);
    }

    @Test
    void itWouldBeFound() {
        assertTrue(NARROW.matcher("完成,继续").find());
        assertTrue(NARROW.matcher("文件:{0}").find());
        assertTrue(NARROW.matcher("(共 2 个)").find());
        assertFalse(NARROW.matcher("运行 f(x, y)，然后停止：{0}（{1}）。").find());
    }

    private static List<Path> bundles() throws IOException {
        try (var files = Files.walk(Path.of("app/src/main/resources"))) {
            return files.filter(f -> f.getFileName().toString().equals("messages_zh.properties"))
                    .toList();
        }
    }
}
