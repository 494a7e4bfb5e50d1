using System.Text;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>The logs of containers, beyond the recordings.</summary>
public sealed class LogTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxServer _server = fixture.Server;
    private readonly SandboxClient _admin = new(fixture.Server, fixture.Server.AdminToken);

    [Fact]
    public async Task An_annotation_holds_the_log_of_each_container()
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(
            _admin, name, "web", "", """{"sandbox.kubeapi/script": "log: |\n  one\n  two\n", "sandbox.kubeapi/script.side": "log: other"}""", false, "side");
        Assert.Equal("one\ntwo\n", await ReadAsync(name, "container=main"));
        Assert.Equal("other\n", await ReadAsync(name, "container=side"));
        Assert.Equal("two\n", await ReadAsync(name, "container=main&tailLines=1"));
        Assert.Equal("", await ReadAsync(name, "container=main&tailLines=0"));
    }

    [Theory]
    [InlineData("logs: ready", "unknown field 'logs', known are log, exit, commands, files, page")]
    [InlineData("commands: { ls: { output: a } }", "unknown field 'output', known are stdout, stderr, exitCode")]
    public async Task An_unknown_field_of_a_script_is_reported_in_the_log(string script, string problem)
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(_admin, name, "web", "", RunningPod.Script(script));
        Assert.Equal($"Annotation 'sandbox.kubeapi/script' of pod 'web' is invalid: {problem}\n", await ReadAsync(name));
    }

    [Fact]
    public async Task An_invalid_script_is_reported_in_the_log()
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(_admin, name, "web", "", RunningPod.Script("- no mapping"));
        Assert.Equal("Annotation 'sandbox.kubeapi/script' of pod 'web' is invalid: it is no mapping\n", await ReadAsync(name));
    }

    [Fact]
    public async Task A_follower_reads_across_a_rotation_and_a_new_reader_only_the_new_file()
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(_admin, name, "web");
        _server.Streams.WriteLog(name, "web", "one");
        var reader = await _admin.WatchAsync($"/api/v1/namespaces/{name}/pods/web/log?follow=true");
        Assert.Equal("one", await reader.ReadLineAsync());
        _server.Streams.WriteLog(name, "web", "two");
        _server.Streams.RotateLog(name, "web");
        _server.Streams.WriteLog(name, "web", "three");
        Assert.Equal(("two", "three"), (await reader.ReadLineAsync(), await reader.ReadLineAsync()));
        Assert.Equal("three\n", await ReadAsync(name));
        using var proxy = new HttpClient { BaseAddress = _server.ProxyUri };
        await proxy.PostAsync($"/sandbox/log?namespace={name}&pod=web&rotate&text=four", null);
        Assert.Equal("four", await reader.ReadLineAsync());
        Assert.Equal("four\n", await ReadAsync(name));
    }

    [Fact]
    public async Task Bytes_are_sent_as_written()
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(_admin, name, "web");
        var line = new string('x', 200_000) + "\r\n";
        _server.Streams.WriteLog(name, "web", Encoding.UTF8.GetBytes(line + "unfinished"));
        Assert.Equal(line + "unfinished", await ReadAsync(name));
        // A long line is stored in pieces of 16 KB, and each of them counts as a line.
        Assert.Equal(new string('x', 200_000 % (16 * 1024)) + "\r\nunfinished", await ReadAsync(name, "tailLines=2"));
        Assert.Equal(2, (await ReadAsync(name, "timestamps=true")).Split("Z ").Length - 1);
    }

    [Theory]
    [InlineData("cut-after=4", true)]
    [InlineData("end-after=4", false)]
    public async Task A_log_breaks_or_ends_after_a_number_of_bytes(string fault, bool isBroken)
    {
        var name = await fixture.CreateNamespaceAsync();
        await RunningPod.CreateAsync(_admin, name, "web", "", RunningPod.Script("log: \"one\\ntwo\""));
        var path = $"/api/v1/namespaces/{name}/pods/web/log?follow=true";
        var reading = _admin.SendAsync(HttpMethod.Get, path, null, "", ("Sandbox-Streams", fault));
        if (isBroken)
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => reading);
        }
        else
        {
            Assert.Equal(4, (await reading).Body.Length);
        }
    }

    [Fact]
    public async Task Open_streams_are_cut_together_and_a_fault_is_counted()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        await RunningPod.CreateAsync(admin, "default", "web", "", RunningPod.Script("log: one"));
        var reader = await admin.WatchAsync("/api/v1/namespaces/default/pods/web/log?follow=true");
        Assert.Equal("one", await reader.ReadLineAsync());
        server.Streams.Cut();
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadLineAsync());
        server.Streams.Flow = new StreamFlow { EndAfter = 1, Count = 1 };
        Assert.Equal("o", (await admin.GetAsync("/api/v1/namespaces/default/pods/web/log")).Body);
        Assert.Equal("one\n", (await admin.GetAsync("/api/v1/namespaces/default/pods/web/log")).Body);
    }

    private async Task<string> ReadAsync(string @namespace, string query = "")
    {
        var answer = await _admin.GetAsync($"/api/v1/namespaces/{@namespace}/pods/web/log?{query}");
        Assert.Equal((200, "text/plain"), (answer.Status, answer.Headers["Content-Type"]));
        return answer.Body;
    }
}
