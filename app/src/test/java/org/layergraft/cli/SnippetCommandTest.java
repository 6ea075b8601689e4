package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class SnippetCommandTest {

    private static Terminal fresh() {
        return new Terminal(Engine::local, Window.NONE, false);
    }

    @Test
    void oneLibraryOrAll() throws Exception {
        var one = fresh();
        assertEquals(
                0,
                one.run("snippet", "pytorch", "--find-unused-parameters", "--checkpoint", "nonreentrant"),
                one.err());
        assertTrue(one.out().startsWith("# PyTorch: where the model is wrapped"), one.out());
        assertTrue(one.out().contains("x = checkpoint(self.layer, x, use_reentrant=False)"), one.out());
        assertFalse(one.out().contains("Lightning"), one.out());
        var all = fresh();
        assertEquals(0, all.run("snippet", "--static-graph", "--json", "-"));
        assertEquals(7, JsonMapper.builder().build().readTree(all.out()).size());
        var unknown = fresh();
        assertEquals(2, unknown.run("snippet", "keras"));
        assertTrue(
                unknown.err().contains("keras is none") && unknown.err().contains("pytorch, lightning"), unknown.err());
        assertEquals(0, fresh().run("snippet", "PyTorch"), "as it is written");
        assertEquals(2, fresh().run("snippet", "--checkpoint", "sometimes"));
    }
}
