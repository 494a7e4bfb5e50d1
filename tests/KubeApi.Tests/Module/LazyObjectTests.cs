using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Output;

namespace KubeApi.Tests.Module;

public sealed class LazyObjectTests
{
    private static readonly NameTable s_names = new();

    private static PSObject Object(string json) => (PSObject)ApiObject.Create(new JsonSource(Encoding.UTF8.GetBytes(json), s_names, ShowManagedFields: false), null)!;

    private static object? Value(string json) => Object($$"""{"v":{{json}}}""").Properties["v"].Value;

    [Fact]
    public void Integers_are_long_and_big_ones_keep_their_digits()
    {
        Assert.Equal(12L, Value("12"));
        Assert.Equal(9007199254740993L, Value("9007199254740993"));
        Assert.Equal(BigInteger.Parse("123456789012345678901", null), Value("123456789012345678901"));
    }

    [Fact]
    public void Other_numbers_are_double_or_decimal_where_a_double_would_lose_digits()
    {
        Assert.Equal(1.5, Value("1.5"));
        Assert.Equal(1000.0, Value("1e3"));
        Assert.Equal(0.1234567890123456789m, Value("0.1234567890123456789"));
    }

    [Theory]
    [InlineData("1e400", "1e400")]
    [InlineData("79228162514264337593543950335.0", "79228162514264337593543950335")]
    [InlineData("\"\\ud800\"", "\\ud800")]
    public void What_no_type_holds_is_not_lost(string json, string expected) => Assert.Equal(expected, Convert.ToString(Value(json), System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("\"2026-11-23T18:32:28Z\"", "2026-11-23T18:32:28Z")]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("\"\\u00fc\\n\"", "ü\n")]
    public void Other_scalars_are_what_they_are(string json, object? expected) => Assert.Equal(expected, Value(json));

    [Theory]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"psobject":1,"PSTypeNames":2}""")]
    [InlineData("""{"a":{"b":{"c":[1,{"d":null},[],{}]}},"e":"x"}""")]
    [InlineData("""{"a\"b":"\u001f","ü":1.25}""")]
    [InlineData("""{"l":[[1,[2]],{"Key":1,"key":[{"x":{}}]}]}""")]
    public void Written_back_it_is_the_same_JSON_read_or_unread(string json)
    {
        var read = Value(json);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""{"v":{{json}}}"""), JsonNode.Parse(JsonWriter.Write(Object($$"""{"v":{{json}}}""")))));
        Touch(read);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(JsonWriter.Write(read))));
    }

    [Fact]
    public void Every_recorded_object_is_written_back_as_it_came()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KubeApi.Sandbox", "Data"), "*.json", SearchOption.AllDirectories))
        {
            if (new FileInfo(file).Length > 1_000_000)
            {
                continue; // OpenAPI: the same shapes, many times
            }

            var json = File.ReadAllBytes(file);
            var source = new JsonSource(json, s_names, ShowManagedFields: true);
            var value = ApiObject.Create(source, null);
            Touch(value);

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(JsonWriter.Write(value))), file);
        }
    }

    [Fact]
    public void Two_threads_that_read_one_object_first_get_the_same_value()
    {
        for (var round = 0; round < 300; round++)
        {
            var o = Object("""{"metadata":{"labels":{"a":"b"}}}""");
            using var start = new Barrier(2);
            var seen = new object[2];
            Parallel.For(0, 2, i =>
            {
                start.SignalAndWait();
                seen[i] = o.Properties["metadata"].Value;
                ((PSObject)seen[i]).Properties.Add(new PSNoteProperty($"added{i}", i));
            });

            Assert.Same(seen[0], seen[1]);
            Assert.Equal(3, ((PSObject)seen[0]).Properties.Count());
        }
    }

    [Fact]
    public void A_copy_has_its_own_properties()
    {
        var o = Object("""{"spec":{"a":1},"n":1}""");

        var copy = o.Copy();
        copy.Properties["spec"].Value = "changed";

        Assert.IsType<PSObject>(o.Properties["spec"].Value);
    }

    [Fact]
    public void An_unread_property_says_what_it_is()
    {
        var o = Object("""{"spec":{"a":1},"list":[1]}""");

        Assert.Equal("System.Management.Automation.PSCustomObject", o.Properties["spec"].TypeNameOfValue);
        Assert.Equal("System.Object[]", o.Properties["list"].TypeNameOfValue);
        Assert.Contains("""spec={"a":1}""", o.Properties["spec"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_JSON_form_is_told_with_its_place()
    {
        var o = new PSObject();
        o.Properties.Add(new PSNoteProperty("a", new object[] { 1, new System.Collections.Hashtable { ["b"] = new System.Security.SecureString() } }));

        var e = Assert.Throws<ArgumentException>(() => JsonWriter.Write(o));

        Assert.Contains("$.a[1].b", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_contains_itself_is_refused()
    {
        var list = new System.Collections.ArrayList();
        list.Add(list);

        Assert.Contains("contain itself", Assert.Throws<ArgumentException>(() => JsonWriter.Write(list)).Message, StringComparison.Ordinal);
    }

    private static void Touch(object? value)
    {
        switch (value)
        {
            case PSObject o:
                foreach (var property in o.Properties)
                {
                    Touch(property.Value);
                }

                break;
            case System.Collections.IDictionary dictionary:
                foreach (var item in dictionary.Values)
                {
                    Touch(item);
                }

                break;
            case object?[] items:
                foreach (var item in items)
                {
                    Touch(item);
                }

                break;
        }
    }

}
