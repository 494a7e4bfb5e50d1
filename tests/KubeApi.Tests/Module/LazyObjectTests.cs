using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Output;

namespace KubeApi.Tests.Module;

public sealed class LazyObjectTests
{
    private static readonly NameTable s_names = new();

    private static readonly ManifestPlace s_somewhere = new("file.yaml", 1, 1, 0, null);

    private static JsonSource Source(string json) => new(Encoding.UTF8.GetBytes(json), s_names, ShowManagedFields: false);

    private static PSObject Object(string json) => (PSObject)ApiObject.Create(Source(json), null)!;

    private static object? Value(string json) => Object($$"""{"v":{{json}}}""").Properties["v"].Value;

    [Fact]
    public void Integers_are_long_and_big_ones_keep_their_digits()
    {
        Assert.Equal(12L, Value("12"));
        Assert.Equal(9007199254740993L, Value("9007199254740993"));
        Assert.Equal(ulong.MaxValue, Value("18446744073709551615"));
        Assert.Equal(BigInteger.Parse("18446744073709551616", null), Value("18446744073709551616"));
        Assert.Equal(BigInteger.Parse("-9223372036854775809", null), Value("-9223372036854775809"));
    }

    [Fact]
    public void Other_numbers_are_double_or_decimal_if_a_double_would_lose_digits()
    {
        Assert.Equal(1.5, Value("1.5"));
        Assert.Equal(1000.0, Value("1e3"));
        Assert.Equal(0.1234567890123456789m, Value("0.1234567890123456789"));
    }

    [Theory]
    [InlineData("79228162514264337593543950335.0", "79228162514264337593543950335")]
    [InlineData("0.10", "0.1")]
    [InlineData("-12.50e-3", "-0.0125")]
    [InlineData("1234567890123456789012345e-10", "123456789012345.6789012345")]
    [InlineData("5e-324", "5E-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157E+308")]
    [InlineData("1.5e400", "BIG 15 399")]
    [InlineData("-1e400", "BIG -1 400")]
    public void A_number_has_the_type_that_holds_all_its_digits(string json, string expected)
    {
        var number = expected.Split(' ') is ["BIG", var digits, var zeros]
            ? (BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, int.Parse(zeros, CultureInfo.InvariantCulture)))
                .ToString(CultureInfo.InvariantCulture)
            : expected;

        Assert.Equal(number, Convert.ToString(Value(json), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1e-400", 0.0)]
    [InlineData("-4.9406564584124654e-325", -0.0)]
    [InlineData("1e999999999", double.PositiveInfinity)]
    [InlineData("-1e99999999999999999999", double.NegativeInfinity)]
    [InlineData("1e-99999999999999999999", 0.0)]
    [InlineData("1.2345e-322", 1.2345e-322)]
    public void A_number_that_no_type_holds_is_rounded_and_written_back_unchanged(string json, double nearest)
    {
        var number = Assert.IsAssignableFrom<PSObject>(Value(json));

        Assert.Equal(nearest, number.BaseObject);
        Assert.Equal(json, Encoding.UTF8.GetString(JsonWriter.Write(number)));
    }

    [Fact]
    public void A_value_without_output_is_null()
    {
        using var shell = new ModuleShell();

        var o = shell.Get("[ordered]@{ a = if ($false) { 1 }; b = 1, (& { }) }").Single();

        Assert.Equal("""{"a":null,"b":[1,null]}""", Encoding.UTF8.GetString(JsonWriter.Write(o)));
    }

    [Fact]
    public void Digits_beyond_a_decimal_are_written_back()
    {
        const string Pi = "[3.14159265358979323846264338327950288419]";

        var items = (object[])Value(Pi)!;

        Assert.Equal(3.1415926535897932384626433833m, ((PSObject)items[0]).BaseObject);
        Assert.Equal(Pi, Encoding.UTF8.GetString(JsonWriter.Write(items)));
    }

    [Fact]
    public void A_lone_surrogate_is_kept()
    {
        var text = Value("\"\\uDC00\\ud83d\\ude00 ü\\n\\\\\\\"\\ud83d\"");

        Assert.Equal("\udc00\ud83d\ude00 ü\n\\\"\ud83d".ToCharArray(), Assert.IsType<string>(text).ToCharArray());
        Assert.Equal("\"\\udc00\\ud83d\\ude00 \\u00fc\\u000a\\u005c\\u0022\\ud83d\"", Encoding.UTF8.GetString(JsonWriter.Write(text)));
    }

    [Fact]
    public void Escaped_backslashes_and_surrogate_pairs_are_kept()
    {
        Assert.Equal("\\ud800", Value("\"\\\\ud800\""));
        Assert.Equal("\ud83d\ude00", Value("\"\\ud83d\\ude00\""));
        Assert.Equal("😀", Value(Encoding.UTF8.GetString(JsonWriter.Write("😀"))));
    }

    [Fact]
    public void A_key_with_a_lone_surrogate_is_written_back_unread_and_otherwise_refused()
    {
        const string Json = """{"v":{"\ud800":1}}""";
        var o = Object(Json);

        Assert.Equal(Json, Encoding.UTF8.GetString(JsonWriter.Write(o)));
        Touch(o);
        Assert.Contains("surrogate", Assert.Throws<ArgumentException>(() => JsonWriter.Write(o)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManagedFields_are_omitted_even_if_their_name_is_escaped()
    {
        var o = (PSObject)ApiObject.Create(
            Source("""{"m\u0065tadata":{"name":"a","managedFiel\u0064s":[1],"managedFields":[2],"l\u0061bels":{"a":"b"}}}"""), s_somewhere)!;

        Assert.Equal("""{"metadata":{"name":"a","labels":{"a":"b"}}}""", Encoding.UTF8.GetString(JsonWriter.Write(o)));
        Assert.Same(s_somewhere, Provenance.Of(o));
    }

    [Theory]
    [InlineData(
        """{"metadata":{"name":"a","managedFields":[]},"spec":{"x":[1]},"Spec":2}""",
        """{"apiVersion":"v1","kind":"Odd","metadata":{"name":"a"},"spec":{"x":[1]},"Spec":2}""")]
    [InlineData(
        """{"kind":"Own","metadata":{"name":"a","Name":"b","managedFields":[]},"":1}""",
        """{"apiVersion":"v1","kind":"Own","metadata":{"name":"a","Name":"b"},"":1}""")]
    [InlineData("""{"metadata":{"name":"a","Name":"b","managedFields":[]}}""", """{"apiVersion":"v1","kind":"Odd","metadata":{"name":"a","Name":"b"}}""")]
    [InlineData("""{"Kind":"x","metadata":{"name":"a"}}""", """{"apiVersion":"v1","kind":"Odd","Kind":"x","metadata":{"name":"a"}}""")]
    public void An_object_with_clashing_keys_is_an_API_object(string json, string expected)
    {
        var o = (PSObject)ApiObject.Create(Source(json), s_somewhere, "v1", "Odd")!;

        Assert.Equal(expected, Encoding.UTF8.GetString(JsonWriter.Write(o)));
        Assert.Same(s_somewhere, Provenance.Of(o));
        Assert.Same(s_somewhere, Provenance.Of(o.BaseObject is PSCustomObject ? o : o.BaseObject));
        Assert.Equal("a", ApiObject.NameOf(o));
        Assert.Contains(expected.Contains("Own", StringComparison.Ordinal) ? "KubeApi.Object#v1/Own" : "KubeApi.Object#v1/Odd", o.TypeNames);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a"},"spec":1,"Spec":2}""")]
    [InlineData("""{"metadata":{"name":"a","Name":"b"}}""")]
    public void The_origin_of_an_object_with_clashing_keys_is_no_member(string json)
    {
        var o = (PSObject)ApiObject.Create(Source(json), s_somewhere)!;

        Assert.Same(s_somewhere, Provenance.Of(o));
        Assert.Null(o.Properties["Origin"]);
        Assert.Null(PSObject.AsPSObject(ObjectMember.Of(o, "metadata")).Properties["Origin"]);
    }

    [Theory]
    [InlineData("""{"kind":{"a":1},"apiVersion":2}""", """{"kind":{"a":1},"apiVersion":2}""")]
    [InlineData("""{"kind":null,"x":1}""", """{"apiVersion":"v1","kind":"Odd","x":1}""")]
    public void A_kind_that_is_not_a_string_is_kept(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonWriter.Write(ApiObject.Create(Source(json), s_somewhere, "v1", "Odd"))));

    [Theory]
    [InlineData("\"2026-11-23T18:32:28Z\"", "2026-11-23T18:32:28Z")]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("\"\\u00fc\\n\"", "ü\n")]
    public void Other_scalars_are_converted(string json, object? expected) => Assert.Equal(expected, Value(json));

    [Theory]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"psobject":1,"PSTypeNames":2}""")]
    [InlineData("""{"a":{"b":{"c":[1,{"d":null},[],{}]}},"e":"x"}""")]
    [InlineData("""{"a\"b":"\u001f","ü":1.25}""")]
    [InlineData("""{"l":[[1,[2]],{"Key":1,"key":[{"x":{}}]}]}""")]
    public void Read_and_unread_values_are_written_back_unchanged(string json)
    {
        var read = Value(json);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""{"v":{{json}}}"""), JsonNode.Parse(JsonWriter.Write(Object($$"""{"v":{{json}}}""")))));
        Touch(read);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(JsonWriter.Write(read))));
    }

    [Fact]
    public void Every_recorded_object_is_written_back_unchanged()
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
    public void Two_threads_that_first_read_an_object_get_the_same_value()
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
    public void An_unread_property_has_its_type()
    {
        var o = Object("""{"spec":{"a":1},"list":[1]}""");

        Assert.Equal("System.Management.Automation.PSCustomObject", o.Properties["spec"].TypeNameOfValue);
        Assert.Equal("System.Object[]", o.Properties["list"].TypeNameOfValue);
        Assert.Equal("System.Management.Automation.PSCustomObject spec=@{a=1}", o.Properties["spec"].ToString());
        Assert.Equal("Object[] list=System.Object[]", o.Properties["list"].ToString());
    }

    [Fact]
    public void A_value_without_a_JSON_form_is_reported_with_its_path()
    {
        var o = new PSObject();
        o.Properties.Add(new PSNoteProperty("a", new object[] { 1, new System.Collections.Hashtable { ["b"] = new System.Security.SecureString() } }));

        var e = Assert.Throws<ArgumentException>(() => JsonWriter.Write(o));

        Assert.Contains("$.a[1].b", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_is_refused()
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
