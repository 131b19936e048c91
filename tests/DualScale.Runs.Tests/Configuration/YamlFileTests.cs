using System.Text.Json.Nodes;
using DualScale.Runs.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Runs.Tests.Configuration;

public sealed class YamlFileTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "a: &a {b: *a}", "line 1: anchors and aliases" },
        { "a: 1\nb: *a\n", "line 2: anchors and aliases" },
        { "&a a: 1", "line 1" },
        { Laughs(), "anchors and aliases" },
        { new string('[', 100_000), "more than 32 deep" },
        { "a: " + new string('[', 100_000), "more than 32 deep" },
        { new string('{', 100_000), "the name of a setting is a plain word" },
        { string.Concat(Enumerable.Repeat("- ", 100_000)), "more than 32 deep" },
        { string.Concat(Enumerable.Repeat("? ", 100_000)), "config.yaml" },
        { string.Concat(Enumerable.Range(0, 33).Select(depth => $"{new string(' ', depth)}a:\n")) + new string(' ', 33) + "a: 1",
            "line 33: settings are nested more than 32 deep" },
        { "a: 1\na: 2\n", "line 2: 'a' stands there twice" },
        { "a: 1\n---\nb: 2\n", "more than one document" },
        { "- 1\n- 2\n", "no settings" },
        { "{a: 1}: 2", "line 1" },
        { "a: \"" + new string('x', YamlFile.MaxLength) + "\"", "longer than 1,000,000 characters" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_grow_or_has_no_meaning_is_refused_in_one_line(string text, string part)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<InvalidInputException>(() => Read(text)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        Assert.Contains(part, message);
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 1, 300);
    }

    [Fact]
    public void Settings_of_every_kind_are_read()
    {
        var tree = Read("# a comment\na: 1\nb:\n  c: [1, 2.5]\n  d: 'true'\n  e:\n  f: true\ng: {h: word}\n");
        Assert.Equal(
            "{\"a\":1,\"b\":{\"c\":[1,2.5],\"d\":\"true\",\"e\":null,\"f\":true},\"g\":{\"h\":\"word\"}}", tree.ToJsonString());
        Assert.Empty(Read(""));
        Assert.Empty(Read("# nothing\n"));
        var deep = string.Concat(
            Enumerable.Range(0, 31).Select(depth => $"{new string(' ', depth)}a:\n")) + new string(' ', 31) + "a: 1";
        Assert.Equal("$" + string.Concat(Enumerable.Repeat(".a", 32)), Innermost(Read(deep)).GetPath());
    }

    [UnixFact]
    public void Device_without_an_end_is_refused_at_the_limit()
    {
        Assert.Contains("longer than 1,000,000", Assert.Throws<InvalidInputException>(() => YamlFile.Read("/dev/zero")).Message);
    }

    [Fact]
    public void Any_text_is_settings_or_the_documented_error()
    {
        var pieces = Gen.Elements(
            "a", "b", ":", ": ", "-", "- ", "\n", " ", "  ", "[", "]", "{", "}", ",", "&x", "*x", "!", "!!str", "|", ">", "'",
            "\"", "\\", "#", "%", "---", "...", "? ", "1", "~", "\t", "\0", "é").ListOf();
        Prop.ForAll(pieces.ToArbitrary(), parts =>
        {
            try
            {
                _ = Read(string.Concat(parts)).ToJsonString();
            }
            catch (InvalidInputException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(3, 5));
    }

    private static JsonObject Read(string text) => YamlFile.Read(new StringReader(text), "config.yaml");

    private static JsonNode Innermost(JsonNode node) => node is JsonObject tree ? Innermost(tree["a"]!) : node;

    // Thirty lists, each of two aliases of the one before: two to the thirtieth values.
    private static string Laughs() =>
        "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));
}
