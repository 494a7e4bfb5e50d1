using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Watching;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Recorded events of a real server, and malformed ones.</summary>
public sealed class WatchEventReaderTests
{
    [Fact]
    public void Events_of_objects_are_read()
    {
        var signals = ReadRecorded("watch/add-modify-delete");

        Assert.Equal([WatchSignalKind.Added, WatchSignalKind.Modified, WatchSignalKind.Deleted], signals.Select(s => s.Kind));
        Assert.All(signals, s => Assert.Equal((new ObjectKey("story", "seen"), "920e29f0-4f4f-4771-96c5-397c523844dd"), (s.Item.Key, s.Item.Uid)));
        Assert.Equal(["753", "755", "756"], signals.Select(s => s.Item.Version));
        Assert.StartsWith("{\"kind\":\"ConfigMap\"", Encoding.UTF8.GetString(signals[1].Item.Value.Json), StringComparison.Ordinal);
        Assert.Null(signals[1].Item.Value.Cells);
    }

    [Fact]
    public void Table_events_have_cells_and_the_columns_of_the_first_event()
    {
        var signals = ReadRecorded("watch/table");

        Assert.True(signals.Count > 1);
        Assert.All(signals, s => Assert.NotEmpty(s.Item.Value.Columns!));
        Assert.All(signals, s => Assert.Equal((byte)'[', s.Item.Value.Cells![0]));
        Assert.All(signals, s => Assert.NotEmpty(s.Item.Key.Name));
        Assert.Same(signals[0].Item.Value.Columns, signals[1].Item.Value.Columns);
    }

    [Fact]
    public void A_bookmark_has_a_version_only()
    {
        var bookmarks = ReadRecorded("watch/send-initial-events").Where(s => s.Kind == WatchSignalKind.Bookmark).ToList();

        Assert.Equal(["769", "772"], bookmarks.Select(s => s.Item.Version));
    }

    [Fact]
    public void An_error_event_is_a_failure_with_its_status()
    {
        var failure = Assert.Throws<KubeApiException>(() => ReadRecorded("watch/too-old"));

        Assert.Equal((410, "Expired"), (failure.StatusCode, failure.Status.Reason));
        Assert.Equal(WatchRecovery.Relist, WatchRecoveries.After(failure));
    }

    [Fact]
    public void Names_with_escapes_are_read() =>
        Assert.Equal("a\"\u00e4b", Read("""{"object":{"metadata":{"name":"a\"\u00e4b","uid":5}},"type":"ADDED"}""").Item.Key.Name);

    [Theory]
    [InlineData("""{"apiVersion":"x.example/v1","kind":"Table","metadata":{"name":"t"},"rows":[]}""")]
    [InlineData("""{"kind":"Table","apiVersion":"x.example/v1","metadata":{"name":"t"},"rows":[]}""")]
    public void A_custom_resource_of_the_kind_Table_is_an_object(string json) =>
        Assert.Equal("t", Read($$"""{"type":"ADDED","object":{{json}}}""").Item.Key.Name);

    [Theory]
    [InlineData("""{"a":1} {"b":"}"}""" + "\n", "{\"a\":1}", "{\"b\":\"}\"}")]
    [InlineData("""{"a":1}{""", "{\"a\":1}", "it ends in the middle of an object")]
    [InlineData("""{"a":1}]""", "{\"a\":1}", "it is not an object")]
    [InlineData(" ")]
    public async Task A_stream_is_split_into_its_objects(string stream, params string[] expected)
    {
        List<string> read = [];
        using var reader = new JsonObjectReader(new MemoryStream(Encoding.UTF8.GetBytes(stream)));
        try
        {
            while (await reader.ReadAsync(CancellationToken.None))
            {
                read.Add(Encoding.UTF8.GetString(reader.Value));
            }
        }
        catch (KubeApiException e)
        {
            read.Add(e.Message.TrimEnd('.').Split(": ")[^1]);
        }

        Assert.Equal(expected, read);
    }

    [Fact]
    public void An_unknown_type_is_named()
    {
        var signal = Read("""{"type":"RENAMED","object":{}}""");

        Assert.Equal((WatchSignalKind.Unknown, "RENAMED"), (signal.Kind, signal.TypeName));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"ADDED","object":7}""")]
    [InlineData("""{"type":"ADDED","object":{"kind":"Table","rows":[]}}""")]
    [InlineData("""{"type":"ADDED","object":{"kind":"Table"}}""")]
    public void An_invalid_event_is_an_invalid_response(string json) =>
        Assert.Equal(FailureKind.InvalidAnswer, Assert.Throws<KubeApiException>(() => Read(json)).Failure);

    [Theory]
    [InlineData("""{"kind":"Status","status":"Success"}""", "The watch ended with an error without a message.")]
    [InlineData("""{"kind":"Status","code":200,"reason":"OK","message":"fine"}""", "fine")]
    [InlineData("{}", "The watch ended with an error that is not a Status.")]
    public void An_error_without_the_code_of_a_failure_is_one_of_the_server(string status, string message)
    {
        var failure = Assert.Throws<KubeApiException>(() => Read($$"""{"type":"ERROR","object":{{status}}}"""));

        Assert.Equal((500, message), (failure.StatusCode, failure.Message));
    }

    private static WatchSignal<ListItem> Read(string json) => new WatchEventReader().Read(Encoding.UTF8.GetBytes(json));

    private static List<WatchSignal<ListItem>> ReadRecorded(string name)
    {
        var reader = new WatchEventReader();
        var lines = RecordedExchange.Read(name).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => reader.Read(Encoding.UTF8.GetBytes(line)))];
    }
}
