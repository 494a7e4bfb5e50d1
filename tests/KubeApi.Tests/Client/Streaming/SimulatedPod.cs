using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>
/// A pod with one container that writes lines, ends and restarts, and its node: it serves the logs of the current and of the previous run, from whole
/// seconds on, and cuts responses on request. Everything happens in the calls of the reader.
/// </summary>
internal sealed class SimulatedPod : ILogSource
{
    private readonly List<(string Text, long Stamp)>[] _runs;
    private readonly Random _random;
    private int _run;
    private int _written;

    /// <param name="runs">The lines of each run, with the times at which they were written, in nanoseconds.</param>
    /// <param name="random">Decides how fast the container writes, and how responses are split.</param>
    /// <param name="written">The number of lines that exist at the beginning.</param>
    public SimulatedPod(List<(string Text, long Stamp)>[] runs, Random random, int written = 0)
    {
        (_runs, _random, _written) = (runs, random, Math.Min(written, runs[0].Count));
        Track = new PodTrack(State(isRunning: true));
    }

    /// <summary>The state of the pod. It changes with the container.</summary>
    public PodTrack Track { get; }

    /// <summary>Returns the number of bytes after which a response is cut; null for no cut.</summary>
    public Func<int?> CutAfter { get; set; } = () => null;

    /// <summary>Whether a cut looks like the end of the response, as when the node loses its connection to the API server.</summary>
    public Func<bool> IsQuietCut { get; set; } = () => false;

    /// <summary>The kind of the failure of a cut.</summary>
    public FailureKind CutFailure { get; set; } = FailureKind.ConnectionFailed;

    /// <summary>Whether the lines have timestamps.</summary>
    public bool HasTimes { get; set; } = true;

    /// <summary>Called before each response.</summary>
    public Action<LogOptions> Opening { get; set; } = _ => { };

    /// <summary>The first line of the current run that the node still has.</summary>
    public int FirstKept { get; set; }

    public static ContainerState Container { get; } = new() { Name = "app" };

    public PodState State(bool isRunning, bool willStart = true) => new()
    {
        Name = "web",
        Phase = isRunning || willStart ? "Running" : "Succeeded",
        Containers =
        [
            Container with
            {
                Phase = isRunning ? ContainerPhase.Running : ContainerPhase.Terminated,
                ExitCode = isRunning ? null : 0,
                LogId = $"run{_run}",
                PreviousLogId = _run > 0 ? $"run{_run - 1}" : null,
            },
        ],
    };

    /// <summary>The container writes its next lines; after the last one it ends and restarts.</summary>
    /// <returns>Whether the current run continues.</returns>
    public bool Advance(int lines)
    {
        _written = Math.Min(_written + lines, _runs[_run].Count);
        if (_written < _runs[_run].Count)
        {
            return true;
        }

        if (_run == _runs.Length - 1)
        {
            Track.Set(State(isRunning: false, willStart: false));
            return false;
        }

        Track.Set(State(isRunning: false));
        (_run, _written, FirstKept) = (_run + 1, 0, 0);
        Track.Set(State(isRunning: true));
        return false;
    }

    public Task<(Stream Body, DateTimeOffset? Time)> OpenAsync(LogOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Opening(options);
        var run = options.Previous ? _run - 1 : _run;
        return run >= 0
            ? Task.FromResult<(Stream, DateTimeOffset?)>((new Body(this, run, options), DateTimeOffset.UnixEpoch))
            : throw new KubeApiException(FailureKind.Refused, new Status { Code = 400, Message = "previous terminated container not found" });
    }

    private int WrittenOf(int run) => run == _run ? _written : _runs[run].Count;

    private byte[] Bytes((string Text, long Stamp) line) => Encoding.UTF8.GetBytes((HasTimes ? Show(line.Stamp) + " " : "") + line.Text + "\n");

    // As Go writes RFC3339Nano: without trailing zeros.
    private static string Show(long stamp)
    {
        var fraction = (stamp % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return DateTimeOffset.FromUnixTimeSeconds(stamp / 1_000_000_000).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            + (fraction.Length > 0 ? "." + fraction : "") + "Z";
    }

    private sealed class Body(SimulatedPod pod, int run, LogOptions options) : AsyncStream
    {
        private readonly long _since = options.SinceTime is { } time ? time.ToUnixTimeSeconds() * 1_000_000_000 : 0;
        private readonly int _end = pod.WrittenOf(run);
        private int _at = Math.Max(
            run == pod._run ? pod.FirstKept : 0, options.TailLines is { } tail ? pod.WrittenOf(run) - (int)tail : 0);
        private int? _left = pod.CutAfter();
        private byte[] _pending = [];
        private bool? _isQuiet;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (_left is 0)
            {
                _isQuiet ??= pod.IsQuietCut();
            }

            if (_left is 0 && _isQuiet == true && _pending.Length == 0)
            {
                // A cut between two lines looks like the end.
                _left = 1;
            }

            if (_left is 0)
            {
                return _isQuiet == true ? 0 : throw new KubeApiException(pod.CutFailure, "cut");
            }

            while (_pending.Length == 0)
            {
                var end = options.Follow ? pod.WrittenOf(run) : _end;
                if (_at < end)
                {
                    var line = pod._runs[run][_at++];
                    _pending = line.Stamp >= _since ? pod.Bytes(line) : [];
                }
                else if (!options.Follow || pod._run != run || !pod.Advance(pod._random.Next(1, 9)) && _at >= pod.WrittenOf(run))
                {
                    return 0;
                }
            }

            var count = Math.Min(Math.Min(_pending.Length, buffer.Length), Math.Min(_left ?? int.MaxValue, pod._random.Next(1, 60)));
            _pending.AsSpan(0, count).CopyTo(buffer.Span);
            _pending = _pending[count..];
            _left -= count;
            return count;
        }
    }
}
