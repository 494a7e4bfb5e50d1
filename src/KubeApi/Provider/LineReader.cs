using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Provider;
using KubeApi.Pipeline;

namespace KubeApi.Provider;

/// <summary>Returns lines to Get-Content as they arrive. Closing it ends the request.</summary>
internal sealed class LineReader(PipelineRun pipeline, IEnumerable<string> lines) : IContentReader
{
    private readonly IEnumerator<string> _lines = lines.GetEnumerator();

    public IList Read(long readCount)
    {
        List<string> read = [];
        pipeline.Guard(() =>
        {
            while ((readCount <= 0 || read.Count < readCount) && _lines.MoveNext())
            {
                read.Add(_lines.Current);
            }
        });
        return read;
    }

    public void Seek(long offset, SeekOrigin origin) => throw new PSNotSupportedException();

    public void Close() => Dispose();

    public void Dispose() => _lines.Dispose();
}
