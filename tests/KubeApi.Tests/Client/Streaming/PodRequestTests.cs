using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client.Streaming;

public sealed class PodRequestTests
{
    [Fact]
    public void An_exec_is_never_repeated()
    {
        var request = PodRequests.Exec("ns", "web", new ExecOptions { Command = ["sh", "-c", "echo a&b; exit 3"], Container = "app" });

        Assert.Equal(
            "/api/v1/namespaces/ns/pods/web/exec?command=sh&command=-c&command=echo%20a%26b%3B%20exit%203&container=app&stdout=true&stderr=true",
            request.PathAndQuery);
        Assert.Equal((RepeatSafety.Never, false, "*/*"), (request.RepeatSafety, request.SendsStream, request.Accept));
    }

    [Fact]
    public void Input_other_than_a_terminal_counts_as_a_stream()
    {
        Assert.True(PodRequests.Exec("ns", "web", new ExecOptions { Stdin = true }).SendsStream);
        Assert.False(PodRequests.Exec("ns", "web", new ExecOptions { Stdin = true, Tty = true, Stderr = false }).SendsStream);
        Assert.True(PodRequests.PortForward("ns", "web", 8080).SendsStream);
    }

    [Fact]
    public void A_log_always_has_timestamps()
    {
        var options = new LogOptions
        {
            Container = "app",
            Follow = true,
            Previous = true,
            TailLines = 0,
            SinceSeconds = 9,
            SinceTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
        };

        Assert.Equal("/api/v1/namespaces/ns/pods/web/log?timestamps=true", PodRequests.Log("ns", "web", new LogOptions()).PathAndQuery);
        Assert.Equal(
            "/api/v1/namespaces/ns/pods/web/log?container=app&follow=true&previous=true&tailLines=0&sinceSeconds=9&sinceTime=2026-01-02T01%3A04%3A05Z"
            + "&timestamps=true",
            PodRequests.Log("ns", "web", options).PathAndQuery);
        Assert.True(PodRequests.Log("ns", "web", options).IsLongRunning);
    }
}
