using System.Text;
using KubeApi.Tests.Client;

namespace KubeApi.Tests.Module;

/// <summary>Tables of a broken or hostile server: nothing that controls a terminal is displayed, and nothing fails with the text of an exception.</summary>
public sealed class HostileTableTests : IAsyncLifetime
{
    private const string Escape = """\u001b[31mred\u001b]0;title\u0007\u009b2J\u202e""";
    private const string Name = """{"name":"Name","type":"string","format":"name"}""";
    private const string Pod = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"shop"}}""";

    private const string Other =
        $$"""{"kind":"Thing{{Escape}}","apiVersion":"v1","metadata":{"name":"{{Escape}}","namespace":"{{Escape}}"},"spec":"{{Escape}}"}""";

    private const string Resources =
        """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
        {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","singularResource":"pod","verbs":["get","list"]},
        {"resource":"nodes","responseKind":{"group":"","version":"v1","kind":"Node"},"scope":"Cluster","singularResource":"node","verbs":["get","list"]}]}]}]}
        """;

    private RawServer _server = null!; // set before any test runs
    private string _table = "";

    public Task InitializeAsync()
    {
        _server = new RawServer(head => head.Split(' ')[1] switch
        {
            "/version" => Response("application/json", """{"major":"1","minor":"36","gitVersion":"v1.36.2"}"""),
            "/api" => Response("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", Resources),
            var path when path.StartsWith("/api/v1/", StringComparison.Ordinal) => Response("application/json", _table),
            _ => Response("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", """{"kind":"APIGroupDiscoveryList","items":[]}"""),
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    // Rows of another kind, and without cells, after a row that the first table fits, and before it.
    [InlineData($$"""[{"cells":["web"],"object":{{Pod}}},{"cells":["{{Escape}}"],"object":{{Other}}},{"object":{{Other}}}]""", 4)]
    [InlineData($$"""[{"object":{{Other}}},{"cells":["web"],"object":{{Pod}}},{"cells":[{"a":"{{Escape}}"}],"object":{{Other}}}]""", 4)]
    [InlineData($$"""[{"cells":null,"object":{{Pod}}},{"cells":{"a":1},"object":{{Pod}}},{"cells":"x","object":{{Pod}}},{"cells":[],"object":{{Pod}}}]""", 5)]
    public void Rows_of_one_list_share_a_table(string rows, int lines)
    {
        using var shell = Shell($"[{Name}]", rows);

        foreach (var format in new[] { "Format-Table", "Format-Table -View Wide" })
        {
            var shown = Shown(shell, $"Get-KubeApiObject pods -n shop | {format}");
            Assert.Equal(lines, shown.Length);
            Assert.DoesNotContain(shown, row => row[0] == "list");
        }
    }

    [Theory]
    [InlineData("| Format-Table")]
    [InlineData("-Wide | Format-Table")]
    [InlineData("-Wide | Format-List")]
    public void Flat_rows_have_no_control_characters(string options)
    {
        using var shell = Shell(
            $$"""[{{Name}},{"name":"A{{Escape}}\nB","type":"string"},{"name":"Object"}]""",
            $$"""[{"cells":["{{Escape}}","{{Escape}}",{"{{Escape}}":"{{Escape}}"}],"object":{{Other}}},{"object":{{Other}}}]""");

        Assert.NotEmpty(Shown(shell, $"Get-KubeApiObject pods -n shop | Select-KubeApiColumn {options}"));

        Assert.Equal("\u001b[31mred\u001b]0;title\u0007\u009b2J\u202e", shell.Get("(Get-KubeApiObject pods -n shop).Columns[0].Name").Single().BaseObject);
    }

    [Theory]
    [InlineData("""[{"type":"string"},{"name":""},{"name":null,"type":5},{"name":{},"priority":[]}]""", "Column1 Column2 Column3 Column4")]
    [InlineData("""[{"name":"Name","priority":1e30},{"name":"Name","priority":"0"},{"name":"name"}]""", "Name Name name")]
    [InlineData("null", "Namespace Name Age")]
    [InlineData("""{"a":[]}""", "Namespace Name Age")]
    [InlineData("\"x\"", "Namespace Name Age")]
    [InlineData("""[null,{"name":"Name"}]""", "Namespace Name Age")]
    [InlineData("""[{"name":"Name"},[{"name":"Name"}],5,"x"]""", "Namespace Name Age")]
    public void Definitions_of_wrong_types_show_what_can_be_shown(string columns, string labels)
    {
        using var shell = Shell(columns, $$"""[{"cells":["a","b","c","d"],"object":{{Pod}}}]""");

        foreach (var name in new[] { "", "web" })
        {
            var shown = Shown(shell, $"Get-KubeApiObject pods {name} -n shop | Format-Table");
            Assert.Equal(labels, string.Join(' ', shown[0]));
            if (labels.StartsWith("Column", StringComparison.Ordinal))
            {
                Assert.Equal("a b c d", string.Join(' ', shown[1]));
                Assert.Equal("c", shell.Get($"(Get-KubeApiObject pods {name} -n shop | Select-KubeApiColumn).Column3").Single().BaseObject);
            }
        }
    }

    [Fact]
    public void Columns_of_the_same_name_have_their_own_cells()
    {
        using var shell = Shell(
            """[{"name":"Name"},{"name":"Status"},{"name":"Status"},{"name":"name"}]""", $$"""[{"cells":["a","b","c",null],"object":{{Pod}}}]""");

        Assert.Equal(["a", "b", "c", ""], Shown(shell, "Get-KubeApiObject pods -n shop | Format-Table")[1]);
    }

    [Fact]
    public void The_view_of_a_common_kind_follows_the_columns_of_the_server()
    {
        const string Common = $$"""
            [{{Name}},{"name":"Ready"},{"name":"Status"},{"name":"Restarts"},{"name":"Age"},{"name":"IP","priority":1},{"name":"Node","priority":1},
            {"name":"Nominated Node","priority":1},{"name":"Readiness Gates","priority":1}]
            """;
        var rows = $$"""[{"cells":["a","1/1","b","0","1s","","","",""],"object":{{Pod}}}]""";
        using var shell = Shell(Common, rows);

        Assert.Equal(["Name", "Ready", "Status", "Restarts", "Age"], Shown(shell, "Get-KubeApiObject pods -n shop | Format-Table")[0]);
        _table = Table($$"""[{{Name}},{"name":"Mood"}]""", rows);
        Assert.Equal(["Name", "Mood"], Shown(shell, "Get-KubeApiObject pods -n shop | Format-Table")[0]);
        _table = Table(Common, rows);
        Assert.Equal(["Name", "Ready", "Status", "Restarts", "Age"], Shown(shell, "Get-KubeApiObject pods -n shop | Format-Table")[0]);
        Assert.Equal(9, Shown(shell, "Get-KubeApiObject pods -n shop | Format-Table -View Wide")[0].Length);
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("[5]")]
    [InlineData("[null]")]
    [InlineData("""[{"cells":["a"]}]""")]
    [InlineData("""[{"cells":["a"],"object":[]}]""")]
    [InlineData("""[{"cells":[x],"object":{}}]""")]
    [InlineData("[")]
    public void Rows_of_wrong_types_are_one_clear_error(string rows)
    {
        using var shell = Shell($"[{Name}]", rows);

        foreach (var name in new[] { "", "web" })
        {
            var error = shell.Fail($"Get-KubeApiObject pods {name} -n shop").ToString();
            Assert.DoesNotContain("BytePosition", error, StringComparison.Ordinal);
            Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("""{"name":{},"namespace":[],"creationTimestamp":{}}""")]
    [InlineData("""{"name":"web","creationTimestamp":[5],"labels":"x"}""")]
    public void Metadata_of_a_wrong_type_is_no_raw_error(string metadata)
    {
        using var shell = Shell($"[{Name}]", """[{"cells":["web"],"object":{"kind":"Pod","metadata":""" + metadata + "}}]");

        var errors = shell.Run("Get-KubeApiObject pods -n shop | Select-KubeApiColumn -Wide").Errors;

        Assert.All(errors, e => Assert.Equal("NotAnObject,KubeApi.Commands.SelectKubeApiColumnCommand", e.FullyQualifiedErrorId));
    }

    private static string Response(string type, string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    // The labels of a table, and the cells of each row, as PowerShell displays them; a list has a row with the word list. None has control characters.
    private static string[][] Shown(ModuleShell shell, string script)
    {
        var rows = PrintedTable.OfModule(shell.Get(
            $$"""
            foreach ($part in {{script}}) {
                $entry = $part.formatEntryInfo
                if ($part.shapeInfo.tableColumnInfoList) { , @($part.shapeInfo.tableColumnInfoList | ForEach-Object { $_.label ? $_.label : $_.propertyName }) }
                $fields = $entry.listViewFieldList
                if ($fields) { , @('list'; $fields | ForEach-Object { $_.label; $_.propertyName; $_.formatPropertyField.propertyValue }) }
                elseif ($entry) { , @($entry.formatPropertyFieldList.propertyValue) }
            }
            """));
        Assert.DoesNotContain(rows.SelectMany(row => row), text => text.Any(c => (char.IsControl(c) && c != '\n') || c == '\u202e'));
        return rows;
    }

    private static string Table(string columns, string rows) =>
        $$"""{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{},"columnDefinitions":{{columns}},"rows":{{rows}}}""";

    private ModuleShell Shell(string columns, string rows)
    {
        _table = Table(columns, rows);
        var shell = new ModuleShell(("uri", _server.Uri));
        shell.Get($"$null = Connect-KubeApi -Uri $uri -Name '{Guid.NewGuid():n}' -WarningAction Ignore");
        return shell;
    }
}
